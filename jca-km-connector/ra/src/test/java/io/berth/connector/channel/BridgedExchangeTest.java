package io.berth.connector.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.ProjectId;
import io.berth.connector.process.KmTarget;
import io.berth.connector.stdio.ChildPipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BridgedExchangeTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\","
          + "\"params\":{\"protocolVersion\":\"2025-11-25\"}}";

  private final FakeProcess process = new FakeProcess();
  private final ChildPipe pipe =
      ChildPipe.open(
          new ChildPipe.About("project alpha", "/mcp", Set.of()),
          process,
          () -> {},
          line -> {},
          Executors.defaultThreadFactory(),
          System::nanoTime);
  private final FakeTicket ticket = new FakeTicket();

  @AfterEach
  void theProgramEnds() throws IOException {
    process.speaks.close();
  }

  @Test
  void anAnswerIsCountedAndTheTicketGivenBackOnce() throws Exception {
    BridgedExchange exchange = post(INITIALIZE, -1);
    assertThat(exchange.awaitResponse(Duration.ZERO)).isTrue();
    KmResponseHead head = exchange.responseHead();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.generation()).isEqualTo(3);
    assertThat(exchange.responseBody().readAllBytes()).hasSize((int) head.bodyLength());
    assertThat(exchange.mayHaveHadEffect()).as("the handshake is answered here").isFalse();
    exchange.close();
    exchange.close();
    assertThat(ticket.said).containsExactly("answered true", "closed");
  }

  @Test
  void aStreamIsCountedAsOneAndEndsWhenItIsCancelled() throws Exception {
    String session = session();
    BridgedExchange exchange = exchange("GET", session, 0);
    assertThat(exchange.responseHead().bodyLength()).isEqualTo(-1);
    exchange.cancel();
    assertThatThrownBy(() -> exchange.responseBody().read()).hasMessageContaining("broken off");
    exchange.close();
    assertThat(ticket.said).endsWith("answered true", "streaming", "closed");
  }

  @Test
  void aCallWithoutAnAnswerIsWorkUntilItIsBrokenOff() throws Exception {
    String session = session();
    ticket.said.clear();
    BridgedExchange exchange = exchange("POST", session, -1);
    write(exchange, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertThat(exchange.awaitResponse(Duration.ofMillis(1))).isFalse();
    exchange.detach();
    assertThat(ticket.said).isEmpty();
    assertThat(exchange.mayHaveHadEffect()).isTrue();
    exchange.cancel();
    assertThatThrownBy(exchange::responseHead).isInstanceOf(KmException.class);
    exchange.close();
    assertThat(ticket.said).containsExactly("closed");
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedOnceItIsRead() throws Exception {
    BridgedExchange exchange = exchange("POST", "", -1);
    byte[] piece = new byte[1 << 20];
    try (OutputStream body = exchange.requestBody()) {
      for (int mebibyte = 0; mebibyte < 9; mebibyte++) {
        body.write(piece);
      }
    }
    assertThat(exchange.responseHead().status()).isEqualTo(413);
    exchange.close();
  }

  @Test
  void otherPathsAreNotFound() throws Exception {
    BridgedExchange exchange =
        new BridgedExchange(
            pipe.bridge(), ticket, new KmRequestHead("GET", "/x?y", List.of(), 0, ""));
    assertThat(exchange.responseHead().status()).isEqualTo(404);
    exchange.close();
  }

  private String session() throws Exception {
    try (BridgedExchange exchange = post(INITIALIZE, -1)) {
      return exchange.responseHead().headers().stream()
          .filter(header -> header.name().equals("Mcp-Session-Id"))
          .findFirst()
          .orElseThrow()
          .value();
    }
  }

  private BridgedExchange post(String body, long length) throws IOException {
    BridgedExchange exchange = exchange("POST", "", length);
    write(exchange, body);
    return exchange;
  }

  private BridgedExchange exchange(String method, String session, long length) {
    List<KmHeader> headers = new ArrayList<>();
    headers.add(new KmHeader("accept", "application/json, text/event-stream"));
    if (!session.isEmpty()) {
      headers.add(new KmHeader("mcp-session-id", session));
    }
    return new BridgedExchange(
        pipe.bridge(), ticket, new KmRequestHead(method, "/mcp", headers, length, ""));
  }

  private static void write(BridgedExchange exchange, String body) throws IOException {
    try (OutputStream out = exchange.requestBody()) {
      out.write(body.getBytes(UTF_8));
    }
  }

  private static final class FakeTicket implements Admission.Ticket {
    final List<String> said = new ArrayList<>();

    @Override
    public KmTarget target() {
      return new KmTarget(
          new ProjectId("alpha"),
          3,
          InetAddress.getLoopbackAddress(),
          0,
          false,
          "",
          Optional.empty());
    }

    @Override
    public void bytes() {}

    @Override
    public void answered(boolean well) {
      said.add("answered " + well);
    }

    @Override
    public void streaming() {
      said.add("streaming");
    }

    @Override
    public void close() {
      said.add("closed");
    }
  }

  /** A program that reads everything and says what the test writes. */
  private static final class FakeProcess extends Process {
    final PipedOutputStream speaks = new PipedOutputStream();
    private final PipedInputStream heard = new PipedInputStream();

    FakeProcess() {
      try {
        heard.connect(speaks);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return heard;
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
      return true;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {}
  }
}
