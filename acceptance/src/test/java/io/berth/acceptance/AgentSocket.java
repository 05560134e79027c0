package io.berth.acceptance;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent's WebSocket with the client of the JDK; reads only when it is asked to, if so made. */
public final class AgentSocket implements WebSocket.Listener {
  private static final long PATIENCE = 60;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /** No code: the connection broke. */
  public static final int TORN = 0;

  /** What a client says, and no server sends, of a connection that just ended (RFC 6455, 7.1.5). */
  private static final int ENDED_WITHOUT_A_CLOSE_FRAME = 1006;

  private final boolean reads;
  private final StringBuilder parts = new StringBuilder();
  private WebSocket socket;

  private AgentSocket(boolean reads) {
    this.reads = reads;
  }

  /** Opens it; {@code query} may be empty. */
  public static AgentSocket open(String token, String agent, String query) throws Exception {
    return open(token, agent, query, true);
  }

  public static AgentSocket open(String token, String agent, String query, boolean reads)
      throws Exception {
    AgentSocket made = new AgentSocket(reads);
    made.socket =
        Api.admin()
            .client()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(uri(agent, query), made)
            .get(PATIENCE, TimeUnit.SECONDS);
    return made;
  }

  /** With the token as a browser sends it. */
  public static AgentSocket openAsBrowser(String token, String agent) throws Exception {
    AgentSocket made = new AgentSocket(true);
    made.socket =
        Api.admin()
            .client()
            .newWebSocketBuilder()
            .subprotocols("bearer", token)
            .buildAsync(uri(agent, ""), made)
            .get(PATIENCE, TimeUnit.SECONDS);
    return made;
  }

  /** The status with which a handshake is refused. */
  public static int refused(String token, String agent, String query) throws Exception {
    try {
      open(token, agent, query);
      throw new AssertionError("the handshake of " + agent + " was not refused");
    } catch (ExecutionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  private static URI uri(String agent, String query) {
    String berth = BerthUnderTest.current().url().toString();
    return URI.create("ws" + berth.substring(4) + "/ws/agent/" + agent + query);
  }

  public String subprotocol() {
    return socket.getSubprotocol();
  }

  public void say(Map<String, ?> message) throws Exception {
    sayText(Api.write(message));
  }

  public void sayText(String text) throws Exception {
    socket.sendText(text, true).get(PATIENCE, TimeUnit.SECONDS);
  }

  /** Says it; false if it was not taken within a moment, or the connection is over. */
  public boolean sayIfTaken(String text) throws InterruptedException {
    try {
      socket.sendText(text, true).get(2, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | java.util.concurrent.TimeoutException ended) {
      return false;
    }
  }

  /** The next message of this type; others are passed over. */
  public Map<?, ?> hear(String type) throws Exception {
    for (int i = 0; i < 1_000; i++) {
      String text = heard.poll(PATIENCE, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("no " + type + " was heard");
      }
      Map<?, ?> message = Api.object(text);
      if (message.get("type").equals(type)) {
        return message;
      }
    }
    throw new AssertionError("many messages, but no " + type);
  }

  public Map<?, ?> ask(Map<String, ?> message, String answer) throws Exception {
    say(message);
    return hear(answer);
  }

  /** The code with which the server closed it. */
  public int closed() throws Exception {
    return closed.get(PATIENCE, TimeUnit.SECONDS);
  }

  /** The same, or {@link #TORN} where the close frame was lost with what had not been read. */
  public int closedOrTorn() throws Exception {
    try {
      int code = closed();
      return code == ENDED_WITHOUT_A_CLOSE_FRAME ? TORN : code;
    } catch (ExecutionException torn) {
      return TORN;
    }
  }

  /** Reads one frame. */
  public void readOne() {
    socket.request(1);
  }

  /** Whether the server let it in; waits until that is known. */
  public boolean isConnected() throws Exception {
    String text = null;
    while (text == null && !closed.isDone()) {
      text = heard.poll(100, TimeUnit.MILLISECONDS);
    }
    return text != null && text.contains("\"connected\"");
  }

  /** Whether it ended, in order or not. */
  public boolean isTorn() {
    return closed.isDone();
  }

  /** Begins to read. */
  public void read() {
    socket.request(Long.MAX_VALUE);
  }

  public void leave() {
    socket.abort();
  }

  @Override
  public void onOpen(WebSocket of) {
    if (reads) {
      of.request(Long.MAX_VALUE);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket of, CharSequence text, boolean last) {
    parts.append(text);
    if (last) {
      heard.add(parts.toString());
      parts.setLength(0);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket of, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket of, Throwable torn) {
    closed.completeExceptionally(torn);
  }
}
