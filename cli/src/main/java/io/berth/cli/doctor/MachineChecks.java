package io.berth.cli.doctor;

import io.berth.cli.os.Shell;
import io.berth.cli.terminal.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the machine offers: Java, Maven, memory, the programs that the launcher calls. */
final class MachineChecks {
  private static final int BEST_JAVA = 25;
  private static final long ENOUGH = 1L << 30;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private MachineChecks() {}

  static List<Finding> all() {
    return List.of(java(), maven(), tools(), limits(), memory());
  }

  private static Finding java() {
    String text = Runtime.version() + " in " + System.getProperty("java.home");
    return Runtime.version().feature() >= BEST_JAVA
        ? Finding.good("java", text)
        : Finding.good("java", text + "; " + BEST_JAVA + " starts projects faster");
  }

  private static Finding maven() {
    Shell.Result result =
        Shell.run(
            LIMIT,
            List.of("mvn", "-q", "-v"),
            Map.of("JAVA_HOME", System.getProperty("java.home")));
    return result.ok()
        ? Finding.good("maven", result.output().lines().findFirst().orElse("there"))
        : Finding.warning(
            "maven", "missing: needed only to build Berth from source; install 3.8.7+");
  }

  private static Finding tools() {
    List<String> missing =
        List.of("setsid", "kill", "sh").stream()
            .filter(
                tool -> !Shell.run(LIMIT, List.of("/bin/sh", "-c", "command -v \"$0\"", tool)).ok())
            .toList();
    return missing.isEmpty()
        ? Finding.good("tools", "setsid, kill and sh are there")
        : Finding.bad("tools", missing + " missing: install util-linux and procps");
  }

  /** What of a runtime's limits this host can enforce on foreign programs. */
  private static Finding limits() {
    boolean memory = Files.isExecutable(Path.of("/usr/bin/prlimit"));
    boolean nice = Files.isExecutable(Path.of("/usr/bin/nice"));
    return memory && nice
        ? Finding.good("limits", "memory limits by RLIMIT_DATA (prlimit), nice levels")
        : Finding.warning(
            "limits",
            (memory ? "" : "no memory limits: install util-linux; ")
                + (nice ? "" : "no nice levels: install coreutils; ")
                + "runtimes that ask for them start without");
  }

  private static Finding memory() {
    try {
      long available =
          Files.readAllLines(Path.of("/proc/meminfo")).stream()
              .filter(line -> line.startsWith("MemAvailable:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
              .findFirst()
              .orElse(0);
      String text = Amounts.bytes(available) + " available";
      return available >= ENOUGH
          ? Finding.good("memory", text)
          : Finding.warning("memory", text + ": the server and PostgreSQL alone want 1 GB");
    } catch (IOException e) {
      return Finding.warning("memory", "cannot read /proc/meminfo: is this Linux?");
    }
  }
}
