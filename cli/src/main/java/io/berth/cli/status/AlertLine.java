package io.berth.cli.status;

import io.berth.cli.http.Values;
import java.util.Map;

/** An alert in one line. Pure. */
public final class AlertLine {
  private AlertLine() {}

  /** What is short, the figures, what to do. */
  public static String of(Map<String, Object> alert) {
    return Values.text(alert, "kind")
        + ": "
        + Values.text(alert, "figures")
        + ". Next: "
        + Values.text(alert, "next")
        + ".";
  }
}
