package io.berth.km.store.sqlite;

import io.berth.km.pool.PoolSettings;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Question;
import io.berth.km.store.WriteOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Prints how many questions a second the store answers over so many items (default 200) with eight
 * callers, every question of several words and different from the one before. Run by hand; the
 * official comparison measures the whole server.
 */
public final class QuerySpeed {
  private static final int CALLERS = 8;
  private static final String[] WORDS =
      ("lease port backup restore drain node project agent task claim token cache epoch gateway"
              + " connector archive database index search title heading section restart quarantine"
              + " timeout idle start stop process memory thread channel permit request answer")
          .split(" ");

  private QuerySpeed() {}

  /** Arguments: items, seconds. */
  public static void main(String[] args) throws Exception {
    int items = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path folder = Files.createTempDirectory("query-speed");
    try (KnowledgeStore store =
        SqliteKnowledgeStore.open(folder, PoolSettings.DEFAULTS, InstantSource.system())) {
      fill(store, items);
      run(store, 2);
      long cpu = cpuNanos();
      double rate = run(store, seconds);
      System.out.printf(
          "%,.0f queries/s, %.0f us of processor a query, %d items, %d callers, pool %s%n",
          rate, (cpuNanos() - cpu) / 1e3 / rate / seconds, items, CALLERS, store.pool());
    } finally {
      delete(folder);
    }
  }

  private static void fill(KnowledgeStore store, int items) {
    Random random = new Random(1);
    store.write(
        WriteOrder.by("speed"),
        writer -> {
          for (int i = 0; i < items; i++) {
            String title = "Item " + i + " on " + words(random, 2);
            String content = words(random, 8) + filler(random, 110);
            writer.save(ItemDraft.of("T-" + i % 10, "general", title, content));
          }
          return "";
        });
  }

  private static double run(KnowledgeStore store, int seconds) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      long started = System.nanoTime();
      long end = started + TimeUnit.SECONDS.toNanos(seconds);
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Random random = new Random(i);
        counts.add(
            callers.submit(
                () -> {
                  long count = 0;
                  for (; System.nanoTime() < end; count++) {
                    store.query(Question.of("How does the " + words(random, 3) + " work?"));
                  }
                  return count;
                }));
      }
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get(seconds + 30L, TimeUnit.SECONDS);
      }
      return sum * 1e9 / (System.nanoTime() - started);
    } finally {
      callers.shutdownNow();
    }
  }

  private static String words(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  /** Words that the questions do not have, as most words of a text. */
  private static String filler(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(" filler").append((char) ('a' + random.nextInt(26))).append(random.nextInt(20));
    }
    return text.toString();
  }

  /** What all threads of this process used; of the machine's load it says nothing. */
  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
