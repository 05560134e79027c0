import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a server's processor time went while it passed requests on: {@code java Where RECORDING}, made by the Flight Recorder.
 * Each sample counts for the innermost frame that one of the parts knows. Prints rows of a table.
 */
public final class Where {
  /** The parts, by what their classes' names begin with; of a sample, the innermost frame decides. */
  private static final Map<String, List<String>> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("sockets: reading, writing, waiting in the kernel", List.of("sun.nio.ch.", "sun.nio.ch.NioSocketImpl", "java.net.Socket"));
    PARTS.put("container: connections, threads, HTTP (Grizzly)", List.of("org.glassfish.grizzly."));
    PARTS.put("container: valves, filters, invocations (Catalina, Payara)",
        List.of("org.apache.catalina.", "com.sun.enterprise.v3.", "com.sun.enterprise.web.", "com.sun.web.", "org.glassfish.tyrus.", "org.jboss.weld.",
            "fish.payara.nucleus.", "fish.payara.notification.", "org.jvnet.hk2.", "org.glassfish.api.", "com.sun.enterprise.security."));
    PARTS.put("permit from the container's pool (JCA)", List.of("com.sun.enterprise.resource.", "com.sun.enterprise.connectors.", "io.berth.connector.jca."));
    PARTS.put("edge: who asks, from where", List.of("io.berth.gateway.edge.", "io.berth.gateway.security."));
    PARTS.put("rate limit", List.of("io.berth.gateway.rate.", "io.github.bucket4j."));
    PARTS.put("tracing, slow log, access log", List.of("io.berth.gateway.observe.", "io.opentelemetry.", "io.berth.gateway.proxy.CallStory"));
    PARTS.put("metrics", List.of("io.berth.gateway.proxy.MicroProfileRequestMetrics", "fish.payara.microprofile.metrics."));
    PARTS.put("looking after callers that leave", List.of("io.berth.gateway.proxy.CallerWatch", "io.berth.gateway.proxy.Presence"));
    PARTS.put("data plane: route, rules, headers, places", List.of("io.berth.gateway."));
    PARTS.put("exchange with the KM (HttpCore on our channels)", List.of("io.berth.connector.", "org.apache.hc."));
    PARTS.put("which process answers (lifecycle)", List.of("io.berth.lifecycle."));
  }

  private Where() {}

  public static void main(String[] args) throws Exception {
    Map<String, Integer> counts = new LinkedHashMap<>();
    int all = 0;
    boolean cpu = false;
    try (RecordingFile recording = new RecordingFile(Path.of(args[0]))) {
      cpu = recording.readEventTypes().stream().anyMatch(type -> type.getName().equals("jdk.CPUTimeSample"));
    }
    try (RecordingFile recording = new RecordingFile(Path.of(args[0]))) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals(cpu ? "jdk.CPUTimeSample" : "jdk.ExecutionSample") && event.getStackTrace() != null) {
          counts.merge(part(event.getStackTrace().getFrames()), 1, Integer::sum);
          all++;
        }
      }
    }
    int total = all;
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(part -> System.out.printf("| %s | %.1f %% |%n", part.getKey(), 100.0 * part.getValue() / total));
  }

  private static String part(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
        if (isOf(type, part.getKey(), part.getValue())) {
          return part.getKey();
        }
      }
    }
    return "everything else (timers, database, the machine itself)";
  }

  /** why the longest first: a part may be a class within the package of another. */
  private static boolean isOf(String type, String name, List<String> beginnings) {
    for (String beginning : beginnings) {
      if (type.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
