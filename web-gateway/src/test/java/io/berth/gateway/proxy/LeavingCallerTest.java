package io.berth.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmRuntime;
import io.berth.gateway.observe.Observers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that leave before they have said everything. */
class LeavingCallerTest {
  private static final Logger LOG = Logger.getLogger("io.berth.gateway");

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Handler listening = new Listening();
  private final TestPlane plane = new TestPlane(Observers.NONE, 0);

  @BeforeEach
  void listen() {
    LOG.addHandler(listening);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    LOG.removeHandler(listening);
    plane.close();
    assertThat(plane.km.permits).hasValue(0);
    assertThat(plane.km.exchanges).hasValue(0);
    assertThat(plane.gates.of(TestPlane.ALPHA).bulkhead().taken()).isZero();
  }

  @Test
  void aBodyThatIsBrokenOffIsOneLineAndNobodysFailure() throws Exception {
    FakeInbound in = new FakeInbound("POST", "/projects/alpha/km/upload", "");
    in.bodyLength = 50;
    in.body = tornAfter("12345");
    plane.run(in, KmRuntime.builtInRuntime());
    assertThat(plane.outcomes).containsExactly("cancelled");
    assertThat(in.status).as("an answer to nobody").isZero();
    assertThat(in.aborted).isTrue();
    assertThat(told)
        .containsExactly(
            "INFO project alpha: a caller left, after 5 bytes of its request and 0 of the answer");
  }

  @Test
  void soIsAMessageThatEndsBeforeItsLength() throws Exception {
    FakeInbound in = new FakeInbound("POST", "/projects/alpha/mcp", "{\"json");
    in.bodyLength = 50;
    plane.run(in, KmRuntime.builtInRuntime());
    assertThat(plane.outcomes).containsExactly("cancelled");
    assertThat(plane.km.heads).isEmpty();
    assertThat(told)
        .containsExactly(
            "INFO project alpha: a caller left, after 6 bytes of its request and 0 of the answer");
  }

  private static InputStream tornAfter(String text) {
    InputStream torn =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset by peer");
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(text.getBytes(UTF_8)), torn);
  }

  private final class Listening extends Handler {
    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.INFO.intValue()) {
        String text = MessageFormat.format(line.getMessage(), line.getParameters());
        told.add(line.getLevel() + " " + text);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
