import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread with one selector and its share of the agents. */
final class Loop extends Thread {
  final Selector selector;
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();

  Loop(int number) {
    super("loop-" + number);
    setDaemon(true);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void execute(Runnable step) {
    work.add(step);
    selector.wakeup();
  }

  @Override
  public void run() {
    try {
      while (true) {
        selector.select(1_000);
        for (Runnable step = work.poll(); step != null; step = work.poll()) {
          step.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          ((Agent) key.attachment()).ready();
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
