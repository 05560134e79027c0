package io.berth.lifecycle.capacity;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finds in the audit which alerts of a node are raised. */
final class StoredAlerts {
  private record Found(String kind, String resource, Instant at) {}

  private StoredAlerts() {}

  /** Those whose last event is that they were raised, with its time. */
  static Map<Resource, Instant> raised(Handle transaction, String node) {
    Map<Resource, Instant> raised = new EnumMap<>(Resource.class);
    transaction
        .createQuery(
            """
            SELECT DISTINCT ON (details ->> 'kind') kind, details ->> 'kind', at FROM lifecycle_event
            WHERE kind IN ('alert.raised', 'alert.cleared') AND details ->> 'node' = :node
            ORDER BY details ->> 'kind', id DESC
            """)
        .bind("node", node)
        .map(
            (row, context) ->
                new Found(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
        .forEach(found -> add(raised, found));
    return raised;
  }

  private static void add(Map<Resource, Instant> raised, Found found) {
    for (Resource resource : Resource.values()) {
      if (resource.label().equals(found.resource) && found.kind.equals("alert.raised")) {
        raised.put(resource, found.at);
      }
    }
  }
}
