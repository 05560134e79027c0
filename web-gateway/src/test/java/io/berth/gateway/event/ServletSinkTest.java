package io.berth.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServletSinkTest {
  private final Connection connection = new Connection();
  private final ServletSink sink = new ServletSink(null, connection, () -> {});

  @Test
  void eachFrameIsOnItsWayAtOnce() {
    offer("one ");
    offer("two ");
    assertThat(connection.sent).isEqualTo("one two ");
  }

  @Test
  void aFrameThatKeepsTheConnectionBusyIsOnItsWayWithoutANextOne() {
    connection.busyAfterWrite = true;
    offer("one ");
    assertThat(connection.sent).isEmpty();
    offer("two ");
    connection.ready = true;
    connection.busyAfterWrite = false;
    sink.onWritePossible();
    assertThat(connection.sent).isEqualTo("one two ");
  }

  @Test
  void theLastOneToo() {
    connection.busyAfterWrite = true;
    offer("one ");
    connection.ready = true;
    sink.onWritePossible();
    assertThat(connection.sent).isEqualTo("one ");
  }

  private void offer(String frame) {
    sink.offer(frame.getBytes(StandardCharsets.UTF_8));
  }

  /** As a container's: it must not be touched while it is busy, and keeps what is not flushed. */
  private static final class Connection extends ServletOutputStream {
    private final StringBuilder kept = new StringBuilder();
    private String sent = "";
    private boolean ready = true;
    private boolean busyAfterWrite;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes) {
      assertThat(ready).isTrue();
      kept.append(new String(bytes, StandardCharsets.UTF_8));
      ready = !busyAfterWrite;
    }

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
      assertThat(ready).isTrue();
      sent += kept;
      kept.setLength(0);
    }
  }
}
