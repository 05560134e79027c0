package io.berth.connector.proc;

import java.util.Map;
import java.util.Optional;

/**
 * What a shared process carries in its environment: whose it is, and its name, by which its socket
 * is found. It carries no project, for it has several, and they come and go.
 */
public record HostMarker(String installation, String node, String id) implements Mark {
  private static final String ID = "BERTH_HOST";

  /** The marker in an environment. */
  public static Optional<HostMarker> of(Map<String, String> environment) {
    String installation = environment.get(Marker.INSTALLATION);
    String node = environment.get(Marker.NODE);
    String id = environment.get(ID);
    return installation == null || node == null || id == null
        ? Optional.empty()
        : Optional.of(new HostMarker(installation, node, id));
  }

  @Override
  public void writeTo(Map<String, String> environment) {
    environment.put(Marker.INSTALLATION, installation);
    environment.put(Marker.NODE, node);
    environment.put(ID, id);
  }
}
