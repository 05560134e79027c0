package io.berth.connector.api;

/** Where a process came from when its project needed one. */
public enum StartSource {
  /** It was forked for this start. */
  COLD,
  /** It was running already, without a project, and was assigned. */
  WARM,
  /** It runs for several projects, and opened this one's database. */
  SHARED;

  /** The spelling in metrics, JSON and events. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
