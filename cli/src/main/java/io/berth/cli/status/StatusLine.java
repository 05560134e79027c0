package io.berth.cli.status;

import io.berth.cli.http.Values;
import io.berth.cli.terminal.Amounts;
import java.util.List;
import java.util.Map;

/** The overview in one line. Pure. */
final class StatusLine {
  private static final double MILLIS = 1000;

  private StatusLine() {}

  static String of(Map<String, Object> system) {
    double projects = Values.number(system, "projects");
    double active = Values.number(system, "active");
    double memory = Values.number(system, "memoryBytes");
    double saved = Values.number(system, "savedBytes");
    Map<String, Object> ports = Values.object(system, "ports");
    int nodes = system.get("nodes") instanceof List<?> names ? names.size() : 0;
    return String.join(
        " · ",
        "Projects " + (long) projects,
        "active " + (long) active + " (" + Amounts.percent(active, projects) + ")",
        "memory "
            + Amounts.bytes((long) memory)
            + " (saved "
            + Amounts.bytes((long) saved)
            + ", "
            + Amounts.percent(saved, saved + memory)
            + ")",
        "ports " + (long) Values.number(ports, "used") + "/" + (long) Values.number(ports, "total"),
        "average start " + Amounts.seconds(Values.number(system, "averageStartMillis") / MILLIS),
        "idle stops 24 h: " + (long) Values.number(system, "idleStops24h"),
        "nodes " + nodes);
  }
}
