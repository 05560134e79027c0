package io.berth.lifecycle.capacity;

import java.util.List;

/** What this node runs out of now. Any thread; from memory. */
public interface Alerts {
  /** The alerts that are raised. */
  List<Alert> raised();
}
