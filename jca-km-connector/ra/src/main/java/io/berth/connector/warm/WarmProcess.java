package io.berth.connector.warm;

import io.berth.connector.proc.ProcessGroup;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A process that is started and has no project. Whoever took it from the pool owns it: assigns it,
 * or ends it; one thread at a time.
 */
public final class WarmProcess {
  private static final Logger LOG = System.getLogger(WarmProcess.class.getName());
  private static final Duration ACCEPTANCE = Duration.ofSeconds(1);
  private static final String ACCEPTED = "ACCEPTED";

  private final String id;
  private final Process child;
  private final ProcessGroup group;
  private final ControlLine line;
  private final WarmFolder folder;
  private final long bornAt;

  WarmProcess(
      String id,
      Process child,
      ProcessGroup group,
      ControlLine line,
      WarmFolder folder,
      long bornAt) {
    this.id = id;
    this.child = child;
    this.group = group;
    this.line = line;
    this.folder = folder;
    this.bornAt = bornAt;
  }

  /** Its name in its environment and in the names of its files. */
  public String id() {
    return id;
  }

  /** Its handle in this JVM. */
  public Process child() {
    return child;
  }

  /** Itself; it starts nothing. */
  public ProcessGroup group() {
    return group;
  }

  /** The file that its output goes to. */
  public Path output() {
    return folder.output(id);
  }

  long bornAt() {
    return bornAt;
  }

  /**
   * Assigns it, for good, and waits for what comes of it.
   *
   * @param words what a cold start would have had as arguments
   * @param patience for the start itself, once the assignment is accepted
   * @param giveUp asked while it waits
   * @return ready, or why not; a process that is not ready ends by itself
   * @throws IOException when it is silent, or not what it should be: it must be ended
   */
  public Answer assign(List<String> words, Duration patience, BooleanSupplier giveUp)
      throws IOException, InterruptedException {
    line.send(JsonWords.write(words));
    String first = line.await(ACCEPTANCE, giveUp);
    if (!first.equals(ACCEPTED)) {
      return Answer.of(first);
    }
    return Answer.of(line.await(patience, giveUp));
  }

  /** Lets go of the line and of what is left on disk; the process itself goes on, or is dead. */
  public void release() {
    line.close();
    try {
      folder.clear(id);
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.log(Level.WARNING, "the files of warm process " + id + " could not be removed", e);
    }
  }
}
