package io.berth.lifecycle.board.github;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.ExternalBoard.Changes;
import io.berth.lifecycle.board.ExternalBoard.Cursor;
import io.berth.lifecycle.board.ExternalBoard.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads lists of issues and comments. Changes are followed by the time that GitHub gave them, never
 * by our clock: page by page from the last time seen, since numbered pages shift while people work.
 */
final class IssueReader {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 100;
  private static final Set<String> TRUSTED = Set.of("OWNER", "MEMBER", "COLLABORATOR");

  private final IssueCalls calls;
  private final String label;

  IssueReader(IssueCalls calls, String label) {
    this.calls = calls;
    this.label = label;
  }

  List<Card> all(String state) throws KmException {
    List<Card> all = new ArrayList<>();
    for (int number = 1; number <= MOST_PAGES; number++) {
      IssueCalls.Page page =
          calls.page(list(state) + "&sort=created&direction=asc&page=" + number, "");
      all.addAll(cards(page));
      if (page.items().size() < PAGE) {
        break;
      }
    }
    return all;
  }

  private String list(String state) {
    return "/issues?state=" + state + "&per_page=" + PAGE + "&labels=" + IssueCalls.encoded(label);
  }

  private List<Card> cards(IssueCalls.Page page) {
    return page.items().stream()
        // why: its lists have pull requests among the issues
        .filter(issue -> !issue.containsKey("pull_request"))
        .map(issue -> IssueText.card(issue, label))
        .toList();
  }

  Optional<Card> find(String key, String since) throws KmException {
    for (int number = 1; number <= MOST_PAGES; number++) {
      IssueCalls.Page page =
          calls.page(
              list("all")
                  + "&sort=created&direction=desc&since="
                  + IssueCalls.encoded(since)
                  + "&page="
                  + number,
              "");
      Optional<Card> found =
          cards(page).stream().filter(card -> card.key().equals(key)).findFirst();
      if (found.isPresent() || page.items().size() < PAGE) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Whether one of its comments has this key. */
  boolean hasComment(String issue, String key) throws KmException {
    for (int number = 1; number <= MOST_PAGES; number++) {
      IssueCalls.Page page =
          calls.page(issue + "/comments?per_page=" + PAGE + "&page=" + number, "");
      if (page.items().stream()
          .anyMatch(c -> IssueText.key(IssueText.text(c, "body")).equals(key))) {
        return true;
      }
      if (page.items().size() < PAGE) {
        return false;
      }
    }
    return false;
  }

  Changes<Card> cards(Cursor after) throws KmException {
    Place place = Place.of(after);
    IssueCalls.Page page =
        calls.page(list("all") + "&sort=updated&direction=asc" + place.query(), after.tag());
    return new Changes<>(cards(page), place.after(page), page.items().size() == PAGE);
  }

  Changes<Said> remarks(Cursor after) throws KmException {
    Place place = Place.of(after);
    IssueCalls.Page page =
        calls.page(
            "/issues/comments?per_page=" + PAGE + "&sort=updated&direction=asc" + place.query(),
            after.tag());
    List<Said> said = new ArrayList<>();
    for (Map<String, Object> comment : page.items()) {
      boolean ours = !IssueText.key(IssueText.text(comment, "body")).isEmpty();
      if (!ours && place.isNew(comment) && isTrusted(comment)) {
        said.add(said(comment));
      }
    }
    return new Changes<>(said, place.after(page), page.items().size() == PAGE);
  }

  private static boolean isTrusted(Map<String, Object> comment) {
    // why: in a public repository anybody may comment, and agents read what is said of a task
    return TRUSTED.contains(IssueText.text(comment, "author_association"));
  }

  private static Said said(Map<String, Object> comment) {
    String url = IssueText.text(comment, "issue_url");
    String author =
        comment.get("user") instanceof Map<?, ?> user ? String.valueOf(user.get("login")) : "";
    return new Said(
        Place.id(comment),
        url.substring(url.lastIndexOf('/') + 1),
        author,
        IssueText.text(comment, "body"));
  }

  Set<String> assignees(Map<String, Object> issue) {
    Set<String> logins = new TreeSet<>();
    if (issue.get("assignees") instanceof List<?> list) {
      for (Object assignee : list) {
        if (assignee instanceof Map<?, ?> user && user.get("login") instanceof String login) {
          logins.add(login);
        }
      }
    }
    return logins;
  }
}
