package io.berth.lifecycle.board.github;

import io.berth.lifecycle.board.ExternalBoard.Cursor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a list was read: the newest time seen, what was seen of exactly that time (a list from a
 * time on has it again), and the page, where one time fills more than a page. Pure.
 */
record Place(String time, Set<String> seen, int page) {
  private static final int FULL = 100;

  static Place of(Cursor cursor) {
    String[] parts = cursor.since().split(" ", 3);
    if (parts.length < 3) {
      return new Place("", Set.of(), 1);
    }
    Set<String> seen = parts[2].isEmpty() ? Set.of() : Set.of(parts[2].split(","));
    return new Place(parts[0], seen, Integer.parseInt(parts[1]));
  }

  static String id(Map<String, Object> item) {
    return item.get("id") instanceof Number id ? Long.toString(id.longValue()) : "";
  }

  /** How its place is asked for. */
  String query() {
    return (time.isEmpty() ? "" : "&since=" + IssueCalls.encoded(time)) + "&page=" + page;
  }

  /** Whether it was made since: what is older was read before, and is here since it was edited. */
  boolean isNew(Map<String, Object> item) {
    int order = IssueText.text(item, "created_at").compareTo(time);
    return order > 0 || (order == 0 && !seen.contains(id(item)));
  }

  /** The place after what came. */
  Cursor after(IssueCalls.Page page) {
    if (page.same()) {
      return new Cursor(word(), page.tag());
    }
    List<Map<String, Object>> items = page.items();
    String newest = time;
    for (Map<String, Object> item : items) {
      String at = IssueText.text(item, "updated_at");
      newest = at.compareTo(newest) > 0 ? at : newest;
    }
    boolean further = newest.compareTo(time) > 0;
    Set<String> ids = new TreeSet<>(further ? Set.of() : seen);
    for (Map<String, Object> item : items) {
      if (IssueText.text(item, "updated_at").equals(newest)) {
        ids.add(id(item));
      }
    }
    int next = further || items.size() < FULL ? 1 : this.page + 1;
    Place place = new Place(newest, ids, next);
    // why no tag of another address: it says nothing about this one
    return new Cursor(place.word(), place.query().equals(query()) ? page.tag() : "");
  }

  private String word() {
    return time + " " + page + " " + String.join(",", seen);
  }
}
