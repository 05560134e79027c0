package io.berth.connector.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A child process that exists only in a test: it runs until the test ends it. */
final class FakeChild extends Process {
  private static final int SIGTERM = 143;

  final long generation;
  private final CompletableFuture<Process> exit = new CompletableFuture<>();
  private int code;
  private boolean leaderRuns = true;
  private boolean groupRuns = true;

  FakeChild(long generation) {
    this.generation = generation;
  }

  /** The leader ends by itself; what else is of its group goes on. */
  void crash() {
    if (leaderRuns) {
      leaderRuns = false;
      code = 1;
      exit.complete(this);
    }
  }

  /** Everything of the group is dead. */
  void end() {
    groupRuns = false;
    if (leaderRuns) {
      leaderRuns = false;
      code = SIGTERM;
      exit.complete(this);
    }
  }

  boolean leaderRuns() {
    return leaderRuns;
  }

  boolean groupRuns() {
    return groupRuns;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit;
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) {
    return !leaderRuns;
  }

  @Override
  public int waitFor() {
    return code;
  }

  @Override
  public int exitValue() {
    if (leaderRuns) {
      throw new IllegalThreadStateException("it runs");
    }
    return code;
  }

  @Override
  public boolean isAlive() {
    return leaderRuns;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public void destroy() {
    end();
  }
}
