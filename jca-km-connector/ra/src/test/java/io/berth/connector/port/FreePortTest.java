package io.berth.connector.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FreePortTest {
  private static final int CHILDREN = 60;

  @Test
  void whereSomebodyListensIsNotFreeWhateverItBound() throws IOException {
    for (InetAddress host :
        new InetAddress[] {InetAddress.getLoopbackAddress(), InetAddress.getByName("0.0.0.0")}) {
      try (ServerSocket listening = new ServerSocket(0, 1, host)) {
        assertThat(FreePort.test(listening.getLocalPort())).as(host.toString()).isFalse();
      }
    }
  }

  /** A child has all files of its parent for a moment, until its own program begins. */
  @Test
  void aLookLeavesNoListenerInAChildThatIsStartedMeanwhile() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    // why bound by a socket that never listens: nobody else can take the port meanwhile
    try (Socket ours = new Socket()) {
      ours.setReuseAddress(true);
      ours.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Future<?> starting = thread.submit(FreePortTest::children);
      while (!starting.isDone()) {
        assertThat(FreePort.test(ours.getLocalPort())).isTrue();
      }
      starting.get();
    } finally {
      thread.shutdownNow();
    }
  }

  private static Void children() throws IOException, InterruptedException {
    for (int i = 0; i < CHILDREN; i++) {
      new ProcessBuilder("/bin/true").start().waitFor();
    }
    return null;
  }
}
