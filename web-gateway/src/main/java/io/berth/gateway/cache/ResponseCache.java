package io.berth.gateway.cache;

import io.berth.cache.CacheLevel;
import io.berth.cache.Epoch;
import io.berth.cache.Epochs;
import io.berth.gateway.mcp.McpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The answers of all projects. A reader looks first and keeps the {@link Lookup}; a writer tells
 * when it begins and when it ended. Thread-safe, answers from memory.
 */
public final class ResponseCache {
  /** Bigger answers are not kept. */
  public static final int MAX_ANSWER = 256 * 1024;

  /**
   * A write whose end nobody saw may still take effect on a KM that lives: what is cached meanwhile
   * is dropped at these times after it.
   */
  private static final List<Duration> DOUBTS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60));

  private final CacheLevel level;
  private final Epochs epochs;
  private final BiConsumer<Duration, Runnable> later;

  /**
   * @param later runs something short after a pause
   */
  public ResponseCache(CacheLevel level, Epochs epochs, BiConsumer<Duration, Runnable> later) {
    this.level = level;
    this.epochs = epochs;
    this.later = later;
  }

  /**
   * What looking for an answer gave: the answer, or the ticket for storing it.
   *
   * @param epoch the project's epoch when it was looked for
   */
  public record Lookup(Question question, Epoch epoch, Optional<StoredAnswer> found) {}

  /** Looks for an answer in the project's epoch. */
  public Lookup find(Question question) {
    Epoch epoch = epochs.current(question.project());
    return new Lookup(question, epoch, level.get(question.key(epoch)).map(StoredAnswer::decode));
  }

  /** The right to store an answer that nobody has asked for yet; empty if it is there. */
  public Optional<Lookup> ahead(Question question) {
    Epoch epoch = epochs.current(question.project());
    return level.has(question.key(epoch))
        ? Optional.empty()
        : Optional.of(new Lookup(question, epoch, Optional.empty()));
  }

  /** The same for an answer that may be there, and is to be there longer. */
  public Lookup again(Question question) {
    return new Lookup(question, epochs.current(question.project()), Optional.empty());
  }

  /**
   * Stores the answer under the epoch of the lookup. If something was written since, nobody will
   * ever ask for that epoch again.
   */
  public void store(Lookup lookup, long generation, String contentType, McpAnswer answer) {
    StoredAnswer stored = new StoredAnswer(generation, contentType, answer);
    level.put(lookup.question().key(lookup.epoch()), stored.encode());
  }

  /** A write is about to be forwarded, or ended with a known outcome, or came by another way. */
  public void written(String project) {
    epochs.advance(project);
  }

  /** A write ended and nobody knows whether it took effect, or will. */
  public void writtenPerhaps(String project) {
    epochs.advance(project);
    DOUBTS.forEach(pause -> later.accept(pause, () -> epochs.advance(project)));
  }
}
