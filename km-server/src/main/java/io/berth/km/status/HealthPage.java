package io.berth.km.status;

import io.berth.km.Log;
import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import java.util.Map;

/** {@code GET /health}: whether the open database answers a read. */
public final class HealthPage implements Route {
  private final Service service;
  private final KnowledgeStore store;

  public HealthPage(Service service, KnowledgeStore store) {
    this.service = service;
    this.store = store;
  }

  @Override
  public Reply answer(Request request) {
    boolean healthy = healthy();
    Map<String, Object> page = service.page();
    page.put("status", healthy ? "healthy" : "unhealthy");
    service.into(page);
    page.put("checks", Map.of("database", healthy ? "ok" : "error"));
    return Reply.json(healthy ? 200 : 503, page);
  }

  private boolean healthy() {
    try {
      store.check();
      return true;
    } catch (KnowledgeException e) {
      Log.warning("The database does not answer: " + e.getMessage());
      return false;
    }
  }
}
