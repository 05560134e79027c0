package io.berth.cli.project;

import java.util.List;

/** What a later tail of a log has that an earlier one had not. Pure. */
final class Added {
  private Added() {}

  static List<String> to(List<String> before, List<String> now) {
    for (int overlap = Math.min(before.size(), now.size()); overlap > 0; overlap--) {
      List<String> end = before.subList(before.size() - overlap, before.size());
      for (int at = now.size() - overlap; at >= 0; at--) {
        if (now.subList(at, at + overlap).equals(end)) {
          return now.subList(at + overlap, now.size());
        }
      }
    }
    return now;
  }
}
