package io.berth.km.status;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the process names itself on every page.
 *
 * @param project null if it was not told
 */
public record Service(String version, String project, long generation, InstantSource time) {
  public static final String NAME = "knowledge-manager";

  /** The fields that every page starts with, after its own first ones. */
  Map<String, Object> into(Map<String, Object> page) {
    page.put("timestamp", Timestamps.text(time.instant()));
    page.put("service", NAME);
    page.put("version", version);
    return page;
  }

  Map<String, Object> page() {
    return new LinkedHashMap<>();
  }
}
