package io.berth.km.warm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where a warm process takes its one assignment, and a host its orders one after the other: a Unix
 * domain socket for its own user alone. A connection that is open says that somebody still counts
 * on the process; when there was none for a while, it is not needed any more. Used by the main
 * thread only; whatever comes in is bounded in size and time, and a bad line costs its sender the
 * connection and nobody else anything.
 */
public final class ControlSocket implements AutoCloseable {
  /** What is said to everybody who connects. */
  static final String GREETING = "WARM";

  /** What is said to the one whose assignment is taken, before it is carried out. */
  static final String ACCEPTED = "ACCEPTED";

  static final int LONGEST_LINE = 32 * 1024;
  private static final int FEW_CALLERS = 4;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** Makes an assignment of the words of a command line, or says why it is none. */
  public interface Meaning<T> {
    /** Called once for each whole line. */
    T of(List<String> words) throws Refusal;
  }

  private final Path file;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final LongSupplier nanos;
  private final long lineNanos;
  private final int mostCallers;
  private final Words words = new Words(LONGEST_LINE);
  private final Set<Caller> callers = new HashSet<>();
  private long aloneSince;

  private ControlSocket(
      Path file,
      ServerSocketChannel server,
      Selector selector,
      LongSupplier nanos,
      long lineNanos,
      int mostCallers) {
    this.file = file;
    this.server = server;
    this.selector = selector;
    this.nanos = nanos;
    this.lineNanos = lineNanos;
    this.mostCallers = mostCallers;
    this.aloneSince = nanos.getAsLong();
  }

  /**
   * Listens on a file that is not there yet, in a folder that only its owner may enter.
   *
   * @param lineTime how long a line that was begun may take
   */
  public static ControlSocket open(Path file, Duration lineTime, LongSupplier nanos)
      throws IOException {
    return open(file, lineTime, nanos, FEW_CALLERS);
  }

  /** The same for so many connections at once. */
  public static ControlSocket open(
      Path file, Duration lineTime, LongSupplier nanos, int mostCallers) throws IOException {
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file.getParent()))) {
      throw new IOException("others may enter " + file.getParent() + "; make it 0700");
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean bound = false;
    try {
      server.bind(UnixDomainSocketAddress.of(file));
      bound = true;
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      server.configureBlocking(false);
      Selector selector = Selector.open();
      server.register(selector, SelectionKey.OP_ACCEPT);
      return new ControlSocket(file, server, selector, nanos, lineTime.toNanos(), mostCallers);
    } catch (IOException e) {
      server.close();
      if (bound) {
        Files.deleteIfExists(file);
      }
      throw new IOException(file + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for an assignment; called again, for the next one.
   *
   * @param alone how long nobody may be connected
   * @return empty if nobody was there for so long
   */
  public <T> Optional<Assignment<T>> await(Duration alone, Meaning<T> meaning) throws IOException {
    aloneSince = nanos.getAsLong();
    while (true) {
      dropSlow();
      long left =
          callers.isEmpty()
              ? alone.toNanos() - (nanos.getAsLong() - aloneSince)
              : nextDeadline(nanos.getAsLong());
      if (callers.isEmpty() && left <= 0) {
        return Optional.empty();
      }
      selector.select(Math.max(1, Math.min(60_000, TimeUnit.NANOSECONDS.toMillis(left) + 1)));
      Iterator<SelectionKey> selected = selector.selectedKeys().iterator();
      while (selected.hasNext()) {
        SelectionKey key = selected.next();
        selected.remove();
        Optional<Assignment<T>> assignment =
            key.isValid() && key.isReadable()
                ? heard((Caller) key.attachment(), meaning)
                : Optional.empty();
        if (assignment.isPresent()) {
          key.cancel(); // why: from now on whoever carries it out speaks to the caller
          return assignment;
        }
        if (key.isValid() && key.isAcceptable()) {
          accept();
        }
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return; // why: it has hung up before we came
    }
    channel.configureBlocking(false);
    Caller caller = new Caller(channel, LONGEST_LINE);
    if (callers.size() >= mostCallers) {
      caller.refuse(new Refusal("more than " + mostCallers + " connections at once"));
      return;
    }
    channel.register(selector, SelectionKey.OP_READ, caller);
    callers.add(caller);
    caller.say(GREETING);
  }

  private <T> Optional<Assignment<T>> heard(Caller caller, Meaning<T> meaning) {
    try {
      Optional<byte[]> line = caller.read(nanos.getAsLong());
      if (line.isEmpty()) {
        return Optional.empty();
      }
      T what = meaning.of(words.read(line.get()));
      callers.remove(caller);
      caller.say(ACCEPTED);
      return Optional.of(new Assignment<>(what, caller));
    } catch (Refusal e) {
      caller.refuse(e);
      forget(caller);
    } catch (Caller.Gone e) {
      caller.close();
      forget(caller);
    }
    return Optional.empty();
  }

  private void forget(Caller caller) {
    callers.remove(caller);
    aloneSince = nanos.getAsLong();
  }

  private void dropSlow() {
    long now = nanos.getAsLong();
    for (Caller caller : List.copyOf(callers)) {
      if (caller.remaining(now, lineNanos) <= 0) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(lineNanos);
        caller.refuse(new Refusal("the assignment was not whole within " + seconds + " s"));
        forget(caller);
      }
    }
  }

  private long nextDeadline(long now) {
    return callers.stream()
        .mapToLong(caller -> caller.remaining(now, lineNanos))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Listens no more and removes the file; who is still connected is told so. Harmless twice. */
  @Override
  public void close() throws IOException {
    try {
      selector.close();
      server.close();
      for (Caller caller : callers) {
        caller.refuse(new Refusal("it has taken another assignment, or ends"));
      }
      callers.clear();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
