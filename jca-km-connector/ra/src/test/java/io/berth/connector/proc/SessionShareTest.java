package io.berth.connector.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionShareTest {
  private static final String OURS = "/autogroup-7 nice 0\n";

  @TempDir Path proc;

  @Test
  void theSessionOfTheProcessIsLowered() throws IOException {
    group("self", OURS);
    Path its = group("42", "/autogroup-8 nice 0\n");
    assertThat(new SessionShare(proc).lower(42, 5)).isTrue();
    assertThat(its).content().startsWith("5");
  }

  @Test
  void aProcessStillInOurSessionIsWaitedFor() throws Exception {
    Path mine = group("self", OURS);
    Path its = group("42", OURS);
    CompletableFuture<Boolean> lowered =
        CompletableFuture.supplyAsync(() -> new SessionShare(proc).lower(42, 5));
    for (int look = 0; look < 20; look++) {
      assertThat(its).as("ours is never written").content().isEqualTo(OURS);
      TimeUnit.MILLISECONDS.sleep(2);
    }
    Files.move(
        group("43", "/autogroup-8 nice 0\n"), its, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    assertThat(lowered.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(its).content().startsWith("5");
    assertThat(mine).content().isEqualTo(OURS);
  }

  @Test
  void oneThatNeverLeavesOurSessionIsNotLowered() throws IOException {
    group("self", OURS);
    Path its = group("42", OURS);
    assertThat(new SessionShare(proc).lower(42, 5)).isFalse();
    assertThat(its).content().isEqualTo(OURS);
  }

  @Test
  void withoutGroupsOrWithoutTheProcessThereIsNothingToDo() throws IOException {
    assertThat(new SessionShare(proc).lower(42, 5)).as("no groups").isTrue();
    group("self", OURS);
    assertThat(new SessionShare(proc).lower(42, 5)).as("no process").isTrue();
  }

  private Path group(String process, String text) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(process));
    return Files.writeString(folder.resolve("autogroup"), text);
  }
}
