package io.berth.gateway.cache;

import io.berth.cache.CacheLevel;
import io.berth.cache.Epoch;
import io.berth.cache.Epochs;
import io.berth.gateway.mcp.ListTerms;
import io.berth.gateway.mcp.McpAnswer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * What KMs offer, for the time when they sleep: kept while they are awake, given again only to
 * callers of a project that has no process. An answer of the built-in KM holds as long as its
 * version; one of a foreign program as long as itself says, and only until its next process.
 * Thread-safe, answers from memory.
 */
public final class ListCache {
  private static final long NO_END = Long.MAX_VALUE;
  private static final String TENANT = "lists/";

  private final CacheLevel level;
  private final Epochs epochs;
  private final InstantSource clock;

  public ListCache(CacheLevel level, Epochs epochs, InstantSource clock) {
    this.level = level;
    this.epochs = epochs;
    this.clock = clock;
  }

  /** The right to store the answer to a question: worthless once something has changed. */
  public record Ticket(ListQuestion question, Epoch epoch) {}

  /** Before the question goes to the KM. */
  public Ticket ask(ListQuestion question) {
    return new Ticket(question, epoch(question));
  }

  /**
   * What the process of this generation answered, if that still holds. Where it tells its lifetime,
   * it tells what is left of it.
   */
  public Optional<StoredAnswer> find(ListQuestion question, long generation) {
    Epoch epoch = epoch(question);
    return level
        .get(question.of(generation, false).key(epoch))
        .or(() -> level.get(question.of(generation, true).key(epoch)))
        .flatMap(this::current);
  }

  /** Stores what was answered, if it may be: it says so itself, or it is the built-in KM's. */
  public void store(Ticket ticket, long generation, String contentType, byte[] body) {
    Optional<ListTerms> terms = ListTerms.of(body);
    Optional<McpAnswer> answer = McpAnswer.of(body, true);
    if (terms.isEmpty() || answer.isEmpty()) {
      return;
    }
    boolean builtIn = ticket.question().builtIn();
    Duration lifetime = terms.get().lifetime().orElse(Duration.ZERO);
    if (!builtIn && lifetime.isZero()) {
      return;
    }
    long end = builtIn ? NO_END : clock.instant().plus(lifetime).toEpochMilli();
    byte[] stored = new StoredAnswer(generation, contentType, answer.get()).encode();
    level.put(
        ticket.question().of(generation, terms.get().shared()).key(ticket.epoch()),
        ByteBuffer.allocate(Long.BYTES + stored.length).putLong(end).put(stored).array());
  }

  /** What the project offers has changed, or may have. */
  public void changed(String project) {
    epochs.advance(TENANT + project);
  }

  private Epoch epoch(ListQuestion question) {
    return epochs.current(TENANT + question.question().project());
  }

  private Optional<StoredAnswer> current(byte[] entry) {
    long end = ByteBuffer.wrap(entry).getLong();
    StoredAnswer stored = StoredAnswer.decode(Arrays.copyOfRange(entry, Long.BYTES, entry.length));
    if (end == NO_END) {
      return Optional.of(stored);
    }
    Duration left = Duration.between(clock.instant(), Instant.ofEpochMilli(end));
    return left.isNegative() || left.isZero()
        ? Optional.empty()
        : Optional.of(
            new StoredAnswer(
                stored.generation(),
                stored.contentType(),
                ListTerms.withLifetime(stored.answer(), left)));
  }
}
