package io.berth.km.metrics;

import io.berth.km.http.RequestLog;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests and tool calls. Request threads add, the metrics page reads; the names are a
 * closed set, so it cannot grow.
 */
public final class RequestMetrics implements RequestLog {
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> tools = new ConcurrentHashMap<>();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder count = new LongAdder();

  @Override
  public void request(String path, int status, long tookNanos) {
    add(requests, "path=\"" + path + "\",status=\"" + status + "\"");
    nanos.add(tookNanos);
    count.increment();
  }

  public void tool(String name, boolean done) {
    add(tools, "tool=\"" + name + "\",outcome=\"" + (done ? "success" : "failure") + "\"");
  }

  public long count() {
    return count.sum();
  }

  public double seconds() {
    return nanos.sum() / 1e9;
  }

  Map<String, LongAdder> requests() {
    return new TreeMap<>(requests);
  }

  Map<String, LongAdder> tools() {
    return new TreeMap<>(tools);
  }

  private static void add(Map<String, LongAdder> counters, String labels) {
    LongAdder counter = counters.get(labels);
    if (counter == null) {
      LongAdder fresh = new LongAdder();
      LongAdder other = counters.putIfAbsent(labels, fresh);
      counter = other == null ? fresh : other;
    }
    counter.increment();
  }
}
