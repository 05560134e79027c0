package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a KM begins and ends: by signal, by neglect, by force, and when it must not begin at all. */
class KmLifeIT {
  @TempDir Path folder;

  @Test
  void onSigtermItFinishesWhatIsInFlightAndEndsInOrder() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (KmProcess km = KmProcess.start(folder)) {
      List<Future<Integer>> answers = new ArrayList<>();
      String words = "A sentence that has to be split, stemmed and kept. ".repeat(20_000);
      for (int i = 0; i < 4; i++) {
        String name = "big-" + i;
        Callable<Integer> call =
            () ->
                km.tool(
                        "import",
                        "{\"documents\":[{\"name\":\""
                            + name
                            + "\",\"content\":\""
                            + words
                            + "\"}]}")
                    .statusCode();
        answers.add(callers.submit(call));
      }
      awaitInFlight(km);
      km.process.destroy();
      int status = KmProcess.exit(km.process);
      assertThat(status).as(Files.readString(km.log)).isZero();
      int done = 0;
      for (Future<Integer> answer : answers) {
        done += acknowledged(answer) ? 1 : 0;
      }
      assertThat(done).isGreaterThanOrEqualTo(1);
      try (KmProcess next = KmProcess.start(folder)) {
        assertThat(next.get("/status").body()).contains("\"documents\":" + done);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void nobodyCallsSoItEndsByItself() throws Exception {
    try (KmProcess km = KmProcess.start(folder, "--orphan-timeout", "PT4S")) {
      for (int i = 0; i < 10; i++) {
        assertThat(km.get("/ready").statusCode()).isEqualTo(200);
        boolean ended = km.process.waitFor(500, TimeUnit.MILLISECONDS);
        assertThat(ended).as("renewed by each call").isFalse();
      }
      while (km.process.isAlive()) {
        try {
          km.get("/ready", "Berth-Secret", "somebody-elses-secret-here");
        } catch (IOException e) {
          break;
        }
      }
      int status = KmProcess.exit(km.process);
      assertThat(status).isZero();
      assertThat(Files.readString(km.log)).contains("orphan timeout");
    }
  }

  @Test
  void killedRightAfterASaveItHasLostNothing() throws Exception {
    try (KmProcess km = KmProcess.start(folder)) {
      for (int i = 0; i < 20; i++) {
        assertThat(
                km.tool(
                        "save",
                        "{\"content\":\"acknowledged " + i + "\"}",
                        "Idempotency-Key",
                        "k" + i)
                    .statusCode())
            .isEqualTo(200);
      }
      km.process.destroyForcibly().waitFor();
    }
    try (KmProcess next = KmProcess.start(folder)) {
      assertThat(next.get("/status").body()).contains("\"total_items\":20");
      assertThat(
              next.tool("save", "{\"content\":\"acknowledged 19\"}", "Idempotency-Key", "k19")
                  .body())
          .contains("\"success\":true");
      assertThat(next.get("/status").body()).contains("\"total_items\":20");
    }
  }

  @Test
  void aTakenPortIsSaidAndLeavesTheDataAlone() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path log = folder.resolve("log");
      Process process =
          KmProcess.launch(
              log,
              "--port",
              Integer.toString(taken.getLocalPort()),
              "--data",
              folder.resolve("data").toString(),
              "--secret-file",
              KmProcess.secret(folder).toString(),
              "--generation",
              "1");
      int status = KmProcess.exit(process);
      assertThat(status).isEqualTo(3);
      assertThat(Files.readString(log))
          .contains("Port " + taken.getLocalPort() + " on 127.0.0.1 cannot be taken");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  @Test
  void twoProcessesNeverHaveOneFolder() throws Exception {
    try (KmProcess km = KmProcess.start(folder)) {
      assertThat(km.get("/ready").statusCode()).isEqualTo(200);
      Path log = folder.resolve("second.log");
      Process second =
          KmProcess.launch(
              log,
              "--port",
              "0",
              "--data",
              folder.resolve("data").toString(),
              "--secret-file",
              KmProcess.secret(folder).toString(),
              "--generation",
              "2");
      int status = KmProcess.exit(second);
      assertThat(status).as(Files.readString(log)).isEqualTo(4);
      assertThat(km.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void allMistakesOfACommandLineAreListedAtOnce() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        KmProcess.launch(
            log,
            "--port",
            "99999",
            "--colour",
            "--orphan-timeout",
            "soon",
            "--set",
            "pool.max=none",
            "--secret-file",
            folder.resolve("missing").toString());
    int status = KmProcess.exit(process);
    assertThat(status).isEqualTo(2);
    assertThat(Files.readString(log))
        .contains(
            "--port must be a number from 0 to 65535, not 99999",
            "unknown argument --colour",
            "--orphan-timeout must be",
            "pool.max=none",
            "cannot be read",
            "--data is required",
            "--generation is required",
            "usage:");
  }

  @Test
  void trainsAndUnpacksWithoutLeavingAnythingRunning() throws Exception {
    Path log = folder.resolve("log");
    Process unpack = KmProcess.launch(log, "--install-native", folder.resolve("native").toString());
    String path =
        new String(unpack.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    int unpacked = KmProcess.exit(unpack);
    assertThat(unpacked).isZero();
    assertThat(Path.of(path)).isRegularFile().hasParent(folder.resolve("native"));
    Process train = KmProcess.launch(log, "--train", folder.resolve("training").toString());
    int trained = KmProcess.exit(train);
    assertThat(trained).as(Files.readString(log)).isZero();
  }

  private static void awaitInFlight(KmProcess km) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      HttpResponse<String> status = km.get("/status");
      if (!status.body().contains("\"in_flight\":1,")) {
        return;
      }
    }
    throw new AssertionError("no import got under way");
  }

  /**
   * Answered with 200; a refusal (503) or a cut connection both mean that nothing was acknowledged.
   */
  private static boolean acknowledged(Future<Integer> answer) throws Exception {
    try {
      int status = answer.get(60, TimeUnit.SECONDS);
      assertThat(status).isIn(200, 503);
      return status == 200;
    } catch (java.util.concurrent.ExecutionException e) {
      assertThatThrownBy(
              () -> {
                throw e.getCause();
              })
          .isInstanceOf(IOException.class);
      return false;
    }
  }
}
