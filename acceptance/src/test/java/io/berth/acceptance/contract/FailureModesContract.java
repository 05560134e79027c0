package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How gateways of this kind are known to fail, tried from outside. */
public abstract class FailureModesContract {
  private final Api admin = Api.admin();

  @Test
  void oneHungProjectFillsItsOwnQueueOnlyAndRecoversFromIt() {
    String hung = Fixtures.project("queue", Fixtures.fakeRuntime("serve"), Map.of());
    String other = Fixtures.project("beside", Fixtures.fakeRuntime("serve"), Map.of());
    admin.get("/projects/" + hung + "/km/health");
    admin.get("/projects/" + other + "/km/health");
    long pid = Fixtures.pid(hung);
    Fixtures.hold(pid);
    List<CompletableFuture<Reply>> queued =
        IntStream.range(0, 300)
            .mapToObj(i -> admin.sendAsync(admin.request("/projects/" + hung + "/km/count").GET()))
            .toList();
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(admin.get("/projects/" + other + "/km/health").status()).isEqualTo(200);
      }
      assertThat(queued.stream().filter(CompletableFuture::isDone).count())
          .as("those that were answered while it hung")
          .isZero();
    } finally {
      Fixtures.letGo(pid);
    }
    assertThat(queued).allSatisfy(r -> assertThat(r.join().status()).isEqualTo(200));
    assertThat(admin.get("/projects/" + hung + "/km/health").status()).isEqualTo(200);
  }

  @Test
  void callersWhoShareAChannelNeverShareAnIdentityNorAnIdempotencyKey() {
    String id = Fixtures.project("shared", Map.of());
    List<Api> callers =
        List.of(admin.with(Fixtures.agentToken(id)), admin.with(Fixtures.agentToken(id)), admin);
    List<String> first = callers.stream().map(caller -> keep(caller, callers, id)).toList();
    assertThat(first).as("one key of three callers is three keys").doesNotHaveDuplicates();
    for (int i = 0; i < 30; i++) {
      assertThat(keep(callers.get(i % 3), callers, id)).isEqualTo(first.get(i % 3));
    }
    Reply foreign =
        callers.get(0).send(saving(callers.get(0), id, "what another caller wrote under it"));
    assertThat(foreign.status()).as(foreign.toString()).isEqualTo(409);
  }

  /** Each caller keeps a text of its own, all under the same key. */
  private static String keep(Api caller, List<Api> callers, String id) {
    Reply reply = caller.send(saving(caller, id, "kept by caller " + callers.indexOf(caller)));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.body();
  }

  private static HttpRequest.Builder saving(Api caller, String id, String text) {
    return caller
        .json(
            "/projects/" + id + "/mcp",
            Map.of("tool_name", "save", "tool_input", Map.of("title", text, "content", text)))
        .header("Idempotency-Key", "the-same-key");
  }

  @Test
  void webSocketsThatEndInOrderOrNotLeaveNoSocketBehind() throws Exception {
    String id = Fixtures.project("tunnels", tunnelRuntime(), Map.of());
    assertThat(admin.get("/projects/" + id + "/km/open").body()).isEqualTo("0");
    tunnels(id, 10); // why: what the first ones load and keep is no leak
    await().until(() -> open(id).equals("0"));
    long before = Fixtures.serverSockets();
    for (int round = 0; round < 3; round++) {
      tunnels(id, 40);
    }
    await().until(() -> open(id).equals("0"));
    await()
        .untilAsserted(
            () -> {
              assertThat(((Number) Fixtures.process(id).get("openStreams")).intValue()).isZero();
              assertThat(Fixtures.serverSockets()).isLessThanOrEqualTo(before + 10);
            });
  }

  @Test
  void whatAnMcpClientMustTellApartHasItsOwnStatus() {
    String id = Fixtures.project("status", Map.of());
    Reply mismatch =
        admin.send(
            admin
                .json(
                    "/projects/" + id + "/mcp",
                    """
                    {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{
                    "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                    "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},
                    "io.modelcontextprotocol/clientCapabilities":{}}}}""")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call"));
    assertThat(mismatch.status()).as(mismatch.toString()).isEqualTo(400);
    assertThat(mismatch.body()).contains("-32020");
    assertThat(mismatch.header("Berth-Reason")).as("it is the KM's word").isEmpty();
    Reply nobody = admin.post("/projects/" + Fixtures.freshId("nobody") + "/mcp", "{}");
    assertThat(nobody.status()).as(nobody.toString()).isIn(404, 502);
    assertThat(nobody.header("Berth-Reason")).isEqualTo("no-such-project");
    String loop = Fixtures.project("loop", Fixtures.fakeRuntime("exit"), Map.of());
    Reply failed = admin.post("/projects/" + loop + "/mcp", "{}");
    assertThat(failed.status()).as(failed.toString()).isNotIn(400, 404, 405);
    assertThat(failed.header("Retry-After")).as(failed.toString()).isNotEmpty();
  }

  @Test
  void aSessionOfMcpEndsWithItsProcessAndIsNoIdentity() {
    String id = Fixtures.project("session", Fixtures.fakeRuntime("serve"), Map.of());
    String session = mcp(admin, id, "").header("Mcp-Session-Id");
    assertThat(mcp(admin, id, session).body()).isEqualTo("at your service");
    assertThat(mcp(admin.with(""), id, session).status()).isEqualTo(401);
    Api stranger = admin.with(Fixtures.agentToken(Fixtures.project("elsewhere", Map.of())));
    assertThat(mcp(stranger, id, session).status()).isEqualTo(403);

    Fixtures.killNow(Fixtures.pid(id));
    Reply dead = mcp(admin, id, session);
    assertThat(dead.status()).as("what makes a client begin anew: " + dead).isEqualTo(404);
    assertThat(dead.header("Berth-Reason")).isEqualTo("session-gone");
    String next = mcp(admin, id, "").header("Mcp-Session-Id");
    assertThat(next).isNotEmpty().isNotEqualTo(session);
    assertThat(mcp(admin, id, next).body()).isEqualTo("at your service");
    Reply unheardOf = mcp(admin, id, "never-given-out");
    assertThat(unheardOf.status()).as("the KM's own word").isEqualTo(400);
    assertThat(unheardOf.header("Berth-Reason")).isEmpty();
  }

  private static Reply mcp(Api caller, String id, String session) {
    HttpRequest.Builder request =
        caller.json(
            "/projects/" + id + "/mcp", Map.of("jsonrpc", "2.0", "id", 1, "method", "ping"));
    return caller.send(session.isEmpty() ? request : request.header("Mcp-Session-Id", session));
  }

  private static String tunnelRuntime() {
    return Fixtures.program("tunnel", "io.berth.acceptance.program.TunnelKm", "${port}");
  }

  private String open(String id) {
    return admin.get("/projects/" + id + "/km/open").body();
  }

  /** So many at once; each echoes once, then one half says goodbye and the other is reset. */
  private static void tunnels(String id, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(tunnel(id));
    }
    for (int i = 0; i < count; i++) {
      try (Socket socket = sockets.get(i)) {
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
        if (i % 2 == 0) {
          socket.setSoLinger(true, 0); // why: a reset, as by a laptop that was closed
        }
      }
    }
  }

  private static Socket tunnel(String id) throws IOException {
    BerthUnderTest berth = BerthUnderTest.current();
    Socket socket = new Socket(berth.url().getHost(), berth.url().getPort());
    socket.setSoTimeout(20_000);
    String head =
        "GET /projects/"
            + id
            + "/km/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Authorization: Bearer "
            + berth.adminToken()
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the answer to the upgrade: " + answer).isNotNegative();
      answer.append((char) next);
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 101");
    return socket;
  }
}
