package io.berth.km.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Measures the KM as a program of its own: from fork to an answered {@code /ready}, memory with ten
 * running, queries a second with eight callers over 200 items. Run by benchmarks/km-start.sh.
 */
public final class KmBenchmark {
  private static final String SECRET = "benchmark-secret-0123456789";
  private static final String[] WORDS = {
    "harbour",
    "anchor",
    "mooring",
    "pilot",
    "tide",
    "cargo",
    "manifest",
    "crane",
    "quay",
    "lantern",
    "beacon",
    "rigging",
    "compass",
    "rudder",
    "keel",
    "mast"
  };

  private final KmProgram program;
  private final Path folder;
  private final Path secret;
  private final List<Double> cpu = new ArrayList<>();
  private int made;

  private KmBenchmark(KmProgram program, Path folder) throws IOException {
    this.program = program;
    this.folder = folder;
    this.secret = Files.writeString(folder.resolve("secret"), SECRET);
  }

  /** Arguments: class path, work folder, rounds, JDK homes. */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[2]);
    System.out.println(
        "| JDK | start to /ready: median | p95 | best | CPU time to /ready | PSS each of ten, started | after 100 requests each | queries/s, 8 callers, 200 items | CPU time a query |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (String home : Arrays.asList(args).subList(3, args.length)) {
      Path folder = Files.createDirectories(Path.of(args[1]).resolve(Path.of(home).getFileName()));
      KmProgram program = new KmProgram(Path.of(home), args[0], folder);
      program.install();
      KmBenchmark benchmark = new KmBenchmark(program, folder);
      List<Double> starts = benchmark.starts(rounds);
      double[] pss = benchmark.memory(10);
      double[] rate = benchmark.queries(8, 10);
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %.1f MB | %.1f MB | %.0f | %.0f us |%n",
          program.release(),
          starts.get(starts.size() / 2),
          starts.get((int) (starts.size() * 0.95)),
          starts.get(0),
          benchmark.cpuMillis(),
          pss[0],
          pss[1],
          rate[0],
          rate[1]);
    }
  }

  private Path data() throws IOException {
    made++;
    return Files.createDirectories(folder.resolve("data-" + made));
  }

  private List<Double> starts(int rounds) throws Exception {
    Path data = data();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < rounds + 3; i++) {
      long start = System.nanoTime();
      Process process = program.start(data, secret);
      try (Caller caller = new Caller(KmProgram.awaitReady(process), SECRET)) {
        caller.get("/ready");
        if (i >= 3) {
          millis.add((System.nanoTime() - start) / 1e6);
          cpu.add(cpuMillis(process));
        }
      } finally {
        end(process);
      }
    }
    Collections.sort(millis);
    return millis;
  }

  private double cpuMillis() {
    Collections.sort(cpu);
    return cpu.get(cpu.size() / 2);
  }

  /** Time on a processor, of all threads: hardly moved by what else the machine does. */
  private static double cpuMillis(Process process) throws IOException {
    double sum = 0;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path task : tasks) {
        sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]) / 1e6;
      }
    }
    return sum;
  }

  private double[] memory(int processes) throws Exception {
    List<Process> running = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        Process process = program.start(data(), secret);
        running.add(process);
        ports.add(KmProgram.awaitReady(process));
      }
      for (int port : ports) {
        try (Caller caller = new Caller(port, SECRET)) {
          caller.get("/ready");
        }
      }
      double fresh = pss(running);
      for (int port : ports) {
        try (Caller caller = new Caller(port, SECRET)) {
          for (int i = 0; i < 50; i++) {
            caller.tool("save", item(i));
            caller.tool("query", question(i));
          }
        }
      }
      return new double[] {fresh, pss(running)};
    } finally {
      for (Process process : running) {
        end(process);
      }
    }
  }

  private double[] queries(int callers, int seconds) throws Exception {
    Process process = program.start(data(), secret);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      int port = KmProgram.awaitReady(process);
      try (Caller caller = new Caller(port, SECRET)) {
        for (int i = 0; i < 200; i++) {
          caller.tool("save", item(i));
        }
      }
      ask(threads, port, callers, 3);
      double before = cpuMillis(process);
      double rate = ask(threads, port, callers, seconds);
      return new double[] {rate, (cpuMillis(process) - before) * 1_000 / (rate * seconds)};
    } finally {
      threads.shutdownNow();
      end(process);
    }
  }

  private static double ask(ExecutorService threads, int port, int callers, int seconds)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Callable<Integer>> jobs = new ArrayList<>();
    for (int c = 0; c < callers; c++) {
      int first = c * 31;
      jobs.add(
          () -> {
            int done = 0;
            try (Caller caller = new Caller(port, SECRET)) {
              while (System.nanoTime() < end) {
                caller.tool("query", question(first + done));
                done++;
              }
            }
            return done;
          });
    }
    double total = 0;
    for (Future<Integer> done : threads.invokeAll(jobs)) {
      total += done.get();
    }
    return total / seconds;
  }

  private static String item(int i) {
    String a = WORDS[i % 16];
    String b = WORDS[i / 16 % 16];
    return "{\"ticket_id\":\"T-"
        + i % 20
        + "\",\"title\":\""
        + a
        + " "
        + b
        + " "
        + i
        + "\",\"content\":\"Item "
        + i
        + " tells how the "
        + a
        + " is kept beside the "
        + b
        + ", and what the crew of pier "
        + i
        + " must do before the ship leaves.\"}";
  }

  private static String question(int i) {
    return "{\"question\":\""
        + WORDS[i % 16]
        + " "
        + WORDS[i / 16 % 16]
        + " "
        + i % 200
        + "\",\"limit\":5}";
  }

  private static double pss(List<Process> processes) throws IOException {
    double sum = 0;
    for (Process process : processes) {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          sum += Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
    }
    return sum / processes.size();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("A KM did not end within 15 s of SIGTERM");
    }
  }
}
