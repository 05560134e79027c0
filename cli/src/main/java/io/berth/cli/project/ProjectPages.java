package io.berth.cli.project;

import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads all projects, page by page. */
public final class ProjectPages {
  private static final int PAGE = 200;

  private ProjectPages() {}

  /** All that match; the filter is a query string or empty. */
  public static List<Map<String, Object>> all(BerthApi api, String filter) {
    List<Map<String, Object>> projects = new ArrayList<>();
    String cursor = "";
    do {
      Reply page =
          api.get(
              "/api/v1/projects?limit="
                  + PAGE
                  + filter
                  + (cursor.isEmpty() ? "" : "&cursor=" + BerthApi.segment(cursor)));
      projects.addAll(page.list("projects"));
      cursor = Values.text(page.json(), "nextCursor");
    } while (!cursor.isEmpty());
    return projects;
  }
}
