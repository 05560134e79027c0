package io.berth.km.store.sqlite;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.WriteOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A process of its own for tests: saves one item, prints its id, waits to be killed. */
public final class SaveAndWait {
  private SaveAndWait() {}

  /** Arguments: the data folder, the content, the key or - or nothing. */
  public static void main(String[] args) throws IOException {
    KnowledgeStore store =
        SqliteKnowledgeStore.open(
            Path.of(args[0]),
            args.length > 2 ? RecodeAndWait.key(args[2]) : Optional.empty(),
            PoolSettings.DEFAULTS,
            InstantSource.system(),
            System::nanoTime);
    System.out.println(
        store
            .write(
                WriteOrder.by("child"),
                w -> "" + w.save(ItemDraft.of("T-1", null, "Saved", args[1])).itemId())
            .body());
    System.out.flush();
    // why: ends by itself if the test dies before it kills us
    System.exit(System.in.read() < 0 ? 0 : 1);
  }
}
