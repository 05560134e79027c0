package io.berth.km.store;

import io.berth.km.pool.PoolSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * Everything one project knows. Thread-safe: request threads call it and block while they wait for
 * a connection or the disk. Every method throws {@link KnowledgeException}, nothing else. A write
 * that returned is durable: it survives the death of the process and of the machine.
 */
public interface KnowledgeStore extends AutoCloseable {

  /**
   * Runs {@code work} in one write transaction, on the calling thread. What it returns is the
   * answer of the whole order; with an idempotency key the answer is stored in the same
   * transaction, and the same key with the same fingerprint gets it again without {@code work}
   * being run. The same key with another fingerprint is a {@link KnowledgeException.Kind#CONFLICT}.
   * If {@code work} throws, nothing is changed and nothing is stored.
   */
  Answer write(WriteOrder order, WriteWork work);

  /** The best items for a question, best first; empty if nothing fits. */
  List<Hit> query(Question question);

  /** One whole item. */
  Optional<Item> item(long itemId);

  /** Items without their content, oldest first, page by page. */
  ItemPage items(ItemFilter filter);

  /** The registered API of a component, by its exact name. */
  Optional<ComponentApi> api(String componentName);

  /** File summaries that fit a question, best first; newest first if the question is empty. */
  List<FileSummaryHit> fileSummaries(FileSummaryQuestion question);

  /** Counts and sizes for {@code /status} and {@code /metrics}; kept up to date, cheap to read. */
  Statistics statistics();

  /** The connection pool now; never touches the database. */
  PoolSnapshot pool();

  /** Returns if the database answers a read; throws if not. Cheap enough for every probe. */
  void check();

  /**
   * House-keeping, to be called every half a minute or so by somebody's timer: closes idle and old
   * connections, forgets idempotency keys past their time. Never throws.
   */
  void maintain();

  /** Closes all connections and lets go of the folder. Calls after it are refused. Idempotent. */
  @Override
  void close();
}
