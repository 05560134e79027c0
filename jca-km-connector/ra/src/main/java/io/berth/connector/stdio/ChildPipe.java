package io.berth.connector.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The two pipes of one program and the bridge on top of them: one thread reads what it writes, one
 * writes what it reads, so that neither a program that does not read nor one that does not write
 * holds anybody up. Both threads end with the program.
 */
public final class ChildPipe implements ChildLink {
  private static final int MOST_WAITING = 2_048;
  private static final long MOST_WAITING_BYTES = 64L << 20;
  private static final byte[] END = {};

  /**
   * What it is about.
   *
   * @param name for people
   * @param path where its MCP endpoint is asked for
   * @param readOnlyTools tools that may be called again when an answer is lost
   */
  public record About(String name, String path, Set<String> readOnlyTools) {}

  private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Process process;
  private final Runnable kill;
  private final Consumer<String> notes;
  private final Bridge bridge;

  private ChildPipe(
      About about, Process process, Runnable kill, Consumer<String> notes, LongSupplier nanos) {
    this.process = process;
    this.kill = kill;
    this.notes = notes;
    this.bridge = new Bridge(about.name(), about.path(), about.readOnlyTools(), this, nanos);
  }

  /**
   * Takes the pipes of a program that was just forked.
   *
   * @param kill ends its process at once; called when it breaks the protocol
   * @param notes takes lines for the output of the process
   */
  public static ChildPipe open(
      About about,
      Process process,
      Runnable kill,
      Consumer<String> notes,
      ThreadFactory threads,
      LongSupplier nanos) {
    ChildPipe pipe = new ChildPipe(about, process, kill, notes, nanos);
    threads.newThread(pipe::read).start();
    threads.newThread(pipe::write).start();
    return pipe;
  }

  public Bridge bridge() {
    return bridge;
  }

  /** Completes when the program answered; with an empty text when it may be used. */
  public CompletableFuture<String> initialize() {
    return bridge.initialize();
  }

  /** What it wrote that was no MCP; empty if nothing. */
  public String garbage() {
    return bridge.garbage();
  }

  @Override
  public boolean send(byte[] message) {
    if (closed.get() || waitingBytes.addAndGet(message.length) > MOST_WAITING_BYTES) {
      waitingBytes.addAndGet(-message.length);
      return false;
    }
    if (!waiting.offer(message)) {
      waitingBytes.addAndGet(-message.length);
      return false;
    }
    return true;
  }

  @Override
  public void note(String line) {
    notes.accept(line);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      waiting.clear();
      waiting.add(END);
    }
  }

  private void read() {
    boolean broken = false;
    String why = "closed its standard output";
    try (InputStream in = process.getInputStream()) {
      Lines lines = new Lines(in, Bridge.MOST_LINE_BYTES);
      for (Line line = lines.next(); line != null && !broken; line = lines.next()) {
        broken = !bridge.received(line);
      }
    } catch (IOException e) {
      why = "cannot be read from: " + e.getMessage();
    } finally {
      over(broken, why);
      close(); // why here: the writer must end, too
    }
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      for (byte[] message = waiting.take(); message != END; message = waiting.take()) {
        waitingBytes.addAndGet(-message.length);
        out.write(message);
        out.write('\n');
        out.flush();
      }
    } catch (IOException e) {
      over(false, "closed its standard input");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A program that nobody can speak to any more, and that nobody stopped, is killed. */
  private void over(boolean broken, String why) {
    // why: its end closes the pipes, too, and is seen by those who watch it, with its exit code
    boolean exited = !broken && exits();
    if (bridge.ended(exited ? "ended before it answered" : why) && !exited || broken) {
      if (!broken) {
        note(why + "; it is ended");
      }
      kill.run();
    }
  }

  private boolean exits() {
    try {
      return process.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
