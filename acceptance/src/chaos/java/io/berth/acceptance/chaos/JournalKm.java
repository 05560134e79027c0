package io.berth.acceptance.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A foreign program as a KM: {@code JournalKm PORT DATA PROJECT GENERATION}. It keeps what is
 * appended in a journal, the Idempotency-Key in the same durable line, and it proves that it is
 * alone: it takes a lock on its folder without waiting and writes into an append-only log whether
 * it got it. Two files in its folder make its starts slow, or make it exit so many times.
 */
public final class JournalKm {
  static final String OWNERS = "owner.log";
  static final String JOURNAL = "journal.log";
  static final String SLOW = "slow-start";
  static final String CRASH = "crash-starts";

  private final Path folder;
  private final String identity;
  private final FileChannel journal;
  private final List<String> entries = new ArrayList<>();
  private final Map<String, Integer> keys = new HashMap<>();

  private JournalKm(Path folder, String identity, FileChannel journal) {
    this.folder = folder;
    this.identity = identity;
    this.journal = journal;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    long pid = ProcessHandle.current().pid();
    crashIfTold(folder);
    FileChannel lock = open(folder.resolve("owner.lock"));
    String who = args[2] + " " + args[3] + " " + pid;
    if (lock.tryLock() == null) {
      line(folder.resolve(OWNERS), "DOUBLE " + who);
      System.exit(3);
    }
    line(folder.resolve(OWNERS), "OWNER " + who);
    waitIfTold(folder);
    String identity =
        "{\"project\":\"" + args[2] + "\",\"generation\":" + args[3] + ",\"pid\":" + pid + "}";
    JournalKm km = new JournalKm(folder, identity, open(folder.resolve(JOURNAL)));
    km.recall();
    km.serve(Integer.parseInt(args[0]));
  }

  private static void crashIfTold(Path folder) throws IOException {
    Path file = folder.resolve(CRASH);
    if (Files.exists(file)) {
      int left = Integer.parseInt(Files.readString(file).strip());
      if (left > 0) {
        Files.writeString(file, String.valueOf(left - 1));
        System.err.println("told to exit, " + (left - 1) + " more times");
        System.exit(9);
      }
      Files.delete(file);
    }
  }

  private static void waitIfTold(Path folder) throws Exception {
    Path file = folder.resolve(SLOW);
    if (Files.exists(file)) {
      long millis = Long.parseLong(Files.readString(file).strip());
      Files.delete(file);
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void line(Path file, String text) throws IOException {
    Files.writeString(
        file,
        text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  /** Reads the journal; a line that a kill cut off was never acknowledged and is cut away. */
  private void recall() throws IOException {
    String text = Files.readString(folder.resolve(JOURNAL));
    int whole = text.lastIndexOf('\n') + 1;
    journal.truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
    journal.position(journal.size());
    for (String line : text.substring(0, whole).split("\n")) {
      if (!line.isEmpty()) {
        remember(line);
      }
    }
  }

  private int remember(String line) {
    String key = line.substring(0, line.indexOf('\t'));
    entries.add(line.substring(line.indexOf('\t') + 1));
    if (!key.isEmpty()) {
      keys.put(key, entries.size());
    }
    return entries.size();
  }

  private void serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/ready", e -> answer(e, 200, "ready"));
    server.createContext("/whoami", e -> answer(e, 200, identity));
    server.createContext("/entry", e -> answer(e, 200, entry(e.getRequestURI().getQuery())));
    server.createContext("/append", this::append);
    server.start();
  }

  private synchronized String entry(String number) {
    int index = Integer.parseInt(number);
    return index <= entries.size() ? entries.get(index - 1) : "no such entry";
  }

  private void append(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    answer(exchange, 200, "{\"entry\":" + append(key == null ? "" : key, text) + "}");
  }

  private synchronized int append(String key, String text) throws IOException {
    Integer before = keys.get(key);
    if (before != null) {
      return before;
    }
    String line = key + "\t" + text;
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      journal.write(bytes);
    }
    journal.force(false);
    return remember(line);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
