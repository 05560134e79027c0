package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A KM that takes requests and does not answer, while its health checks pass. */
public abstract class StuckKmContract {
  /** More than a project may have under way, waiting and silent within a few seconds. */
  private static final int MANY = 1400;

  private final Api admin = Api.admin();

  @Test
  void itsFullWaitingRoomIsToldToItsCallersAndIsNothingToItsNeighbours() {
    String runtime = runtime();
    String stuck = Fixtures.project("stuck", runtime, Map.of());
    List<String> healthy = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      healthy.add(Fixtures.project("neighbour", runtime, Map.of()));
    }
    healthy.forEach(id -> assertThat(open(id)).contains("hanging=0"));
    assertThat(open(stuck)).contains("hanging=0");
    List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      callers.add(
          admin
              .client()
              .sendAsync(
                  admin.request("/projects/" + stuck + "/km/hang").GET().build(),
                  BodyHandlers.ofString()));
    }
    await().until(() -> callers.stream().anyMatch(CompletableFuture::isDone));
    for (int i = 0; i < 10; i++) {
      healthy.forEach(id -> assertThat(open(id)).contains("hanging=0"));
    }
    Reply further = admin.get("/projects/" + stuck + "/km/hang");
    assertThat(further.status()).as(further.toString()).isEqualTo(503);
    assertThat(further.header("Berth-Reason")).isEqualTo("overloaded");
    assertThat(Integer.parseInt(further.header("Retry-After"))).isBetween(1, 30);
    assertThat(further.text("project")).isEqualTo(stuck);
    assertThat(further.text("detail")).contains("berth project logs " + stuck);

    callers.forEach(caller -> caller.cancel(true));
    await("those who left made room, and their KM knows")
        .until(() -> open(stuck).contains("hanging=0"));
  }

  @Test
  void aRequestIsGivenUpAndASilentStreamBesideItIsNot() throws IOException {
    String id = Fixtures.project("late", runtime(), Map.of("responseTimeout", "PT2S"));
    try (Socket listener = ask(id, "events")) {
      BufferedReader events = reader(listener);
      while (!events.readLine().equals("data: hello")) {
        assertThat(listener.isClosed()).isFalse();
      }
      for (String method : List.of("GET", "POST")) {
        Reply late = admin.method(method, "/projects/" + id + "/km/hang", "text/plain", "");
        assertThat(late.status()).as(late.toString()).isEqualTo(504);
        assertThat(late.header("Content-Type")).startsWith("application/problem+json");
        assertThat(late.header("Berth-Reason")).isEqualTo("upstream-timeout");
        assertThat(late.text("project")).isEqualTo(id);
        assertThat(late.text("detail"))
            .contains("PT2S")
            .contains("responseTimeout")
            .contains("berth project logs " + id);
      }
      await("they were broken off").until(() -> open(id).contains("hanging=0"));
      assertThat(Fixtures.generation(id)).as("its health checks passed").isEqualTo(1);
      assertThat(admin.get("/projects/" + id + "/km/tell?alive").body()).isEqualTo("1");
      for (String line = ""; !line.equals("data: alive"); line = events.readLine()) {
        assertThat(line).as("before the stream ended").isNotNull();
      }
    }
  }

  @Test
  void anEndOfTheCallerReachesItThoughNothingIsWritten() throws IOException {
    String id = Fixtures.project("left", runtime(), Map.of());
    try (Socket listener = ask(id, "events");
        Socket waiting = ask(id, "hang");
        Socket staying = ask(id, "events")) {
      await().until(() -> open(id).equals("listeners=2 sockets=0 hanging=1"));
      listener.close();
      waiting.setSoLinger(true, 0); // why: a reset, as by a laptop that was closed
      waiting.close();
      await().until(() -> open(id).equals("listeners=1 sockets=0 hanging=0"));
      await().until(() -> ((Number) Fixtures.process(id).get("openStreams")).intValue() == 1);
      assertThat(admin.get("/projects/" + id + "/km/tell?you").body()).isEqualTo("1");
      BufferedReader events = reader(staying);
      for (String line = ""; !line.equals("data: you"); line = events.readLine()) {
        assertThat(line).as("before the stream ended").isNotNull();
      }
    }
  }

  @Test
  void soItDoesInTheMiddleOfAnAnswerOfAnySize() throws IOException {
    String id = Fixtures.project("halfway", runtime(), Map.of());
    List<Socket> callers = new ArrayList<>();
    try {
      for (String size : List.of("100", "100000", "1000000000")) {
        callers.add(ask(id, "half?" + size));
      }
      await().until(() -> open(id).contains("hanging=3"));
      for (Socket caller : callers) {
        caller.close();
      }
      await("they were broken off").until(() -> open(id).contains("hanging=0"));
      assertThat(Fixtures.process(id).get("inFlight")).isEqualTo(0);
    } finally {
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }

  private static String runtime() {
    return Fixtures.program("stream", "io.berth.acceptance.program.StreamKm", "${port}");
  }

  private String open(String id) {
    return admin.get("/projects/" + id + "/km/open").body();
  }

  private static Socket ask(String id, String path) throws IOException {
    Socket socket = Wire.connect();
    socket.setSoTimeout(60_000);
    String request =
        Wire.request(
            "GET", "/projects/" + id + "/km/" + path, BerthUnderTest.current().adminToken(), "");
    socket.getOutputStream().write(Wire.bytes(request));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
