package io.berth.km.status;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.http.Traffic;
import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeStore;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code GET /ready}: whether requests may be sent here. Looks at the open database and the data
 * folder.
 */
public final class ReadyPage implements Route {
  private static final long LEAST_FREE = 16L << 20;

  private final Service service;
  private final KnowledgeStore store;
  private final Traffic traffic;
  private final File folder;

  public ReadyPage(Service service, KnowledgeStore store, Traffic traffic, Path folder) {
    this.service = service;
    this.store = store;
    this.traffic = traffic;
    this.folder = folder.toFile();
  }

  @Override
  public Reply answer(Request request) {
    String database = database();
    String files = files();
    boolean ready = database == null && files == null && !traffic.closed();
    Map<String, Object> checks = new LinkedHashMap<>();
    checks.put("database", check(database, "open"));
    checks.put("embeddings", check(null, "full-text search; no model is needed"));
    checks.put("filesystem", check(files, "writable"));
    Map<String, Object> page = service.page();
    page.put("ready", ready);
    service.into(page);
    page.put("checks", checks);
    return Reply.json(ready ? 200 : 503, page);
  }

  private String database() {
    try {
      store.check();
      return null;
    } catch (KnowledgeException e) {
      return e.getMessage();
    }
  }

  private String files() {
    if (!folder.canWrite()) {
      return "the data folder is not writable";
    }
    return folder.getUsableSpace() < LEAST_FREE ? "less than 16 MiB are free on the disk" : null;
  }

  private static Map<String, Object> check(String problem, String fine) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("status", problem == null ? "ready" : "not_ready");
    check.put("details", problem == null ? fine : problem);
    return check;
  }
}
