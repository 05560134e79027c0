package io.berth.acceptance.streams;

import io.berth.acceptance.BerthUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the server's process takes, looked at from outside: by {@code /proc} and {@code jcmd}.
 *
 * @param heapKib used by objects, those that nobody needs any more included
 * @param residentKib memory of the process
 * @param threads of the operating system
 * @param descriptors open files and sockets
 * @param writtenKib what it had written to disk so far
 * @param hiddenKib files that it keeps open and that have no name any more
 */
record ServerFigures(
    long heapKib,
    long residentKib,
    long threads,
    long descriptors,
    long writtenKib,
    long hiddenKib) {
  /** The spaces of its collector, of which G1 has one and the parallel collector two. */
  private static final Pattern USED =
      Pattern.compile("(?:garbage-first heap|PSYoungGen|ParOldGen)[^\\n]*used (\\d+)K");

  static ServerFigures now() throws IOException {
    long pid = BerthUnderTest.current().serverPid();
    String status = Files.readString(Path.of("/proc/" + pid + "/status"));
    String io = Files.readString(Path.of("/proc/" + pid + "/io"));
    List<Path> open = open(pid);
    return new ServerFigures(
        sum(USED, jcmd(pid, "GC.heap_info")),
        number(Pattern.compile("VmRSS:\\s+(\\d+)"), status),
        number(Pattern.compile("Threads:\\s+(\\d+)"), status),
        open.size(),
        number(Pattern.compile("(?m)^write_bytes: (\\d+)"), io) / 1024,
        open.stream().mapToLong(ServerFigures::hidden).sum() / 1024);
  }

  /** The same once everything that nobody needs was collected. */
  static ServerFigures afterCollection() throws IOException {
    jcmd(BerthUnderTest.current().serverPid(), "GC.run");
    return now();
  }

  /** What the heap holds, class by class. */
  static String histogram() throws IOException {
    return jcmd(BerthUnderTest.current().serverPid(), "GC.class_histogram");
  }

  /** The heap that it may have, as it was told. */
  static String heapLimit() throws IOException {
    String flags = jcmd(BerthUnderTest.current().serverPid(), "VM.flags");
    long bytes = number(Pattern.compile("MaxHeapSize=(\\d+)"), flags);
    return bytes / (1024 * 1024) + " MiB";
  }

  private static List<Path> open(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.toList();
    }
  }

  private static long hidden(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.endsWith(" (deleted)") && target.startsWith("/") ? Files.size(descriptor) : 0;
    } catch (IOException closed) {
      return 0;
    }
  }

  private static long sum(Pattern pattern, String text) {
    number(pattern, text);
    return pattern.matcher(text).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in: " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static String jcmd(long pid, String command) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(tool.toString(), String.valueOf(pid), command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
