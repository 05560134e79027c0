package io.berth.lifecycle.board.github;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.board.ExternalBoard;
import io.berth.lifecycle.board.NewCard;
import io.berth.lifecycle.board.Remark;
import io.berth.lifecycle.board.Standing;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The issues of a repository that have one label, as a board. Used by one thread at a time. All
 * that changes an issue may be repeated; what may not (a new issue, a comment) carries a key.
 */
public final class GitHubBoard implements ExternalBoard {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final GitHubAddress address;
  private final IssueReader reader;
  private final IssueCalls calls;

  /** Speaks through {@code calls}. */
  GitHubBoard(GitHubAddress address, IssueCalls calls) {
    this.address = address;
    this.calls = calls;
    this.reader = new IssueReader(calls, address.label());
  }

  /** A board at that address. */
  public static GitHubBoard at(
      GitHubAddress address,
      int failures,
      Duration delay,
      java.time.InstantSource clock,
      java.util.function.LongSupplier nanos,
      java.util.concurrent.Executor executor) {
    GitHubHttp http = new GitHubHttp(address, new Breaker(failures, delay, nanos), clock, executor);
    return new GitHubBoard(address, new IssueCalls(http, nanos));
  }

  @Override
  public String name() {
    return "github";
  }

  @Override
  public void within(Duration time) {
    calls.within(time);
  }

  @Override
  public void connect() throws KmException {
    calls
        .object("")
        .orElseThrow(
            () ->
                new KmException(
                    Problem.UNAVAILABLE,
                    address.display()
                        + " is not there, or not for the token in "
                        + address.tokenFile()));
  }

  @Override
  public void disconnect() {
    calls.close();
  }

  @Override
  public List<Card> available() throws KmException {
    return reader.all("open").stream()
        .filter(card -> card.column() == TaskState.TODO && card.assignee().isEmpty())
        .toList();
  }

  @Override
  public List<Card> all() throws KmException {
    return reader.all("all");
  }

  @Override
  public Optional<Card> card(String id) throws KmException {
    return NUMBER.matcher(id).matches()
        ? calls.object(issue(id)).map(this::read)
        : Optional.empty();
  }

  private Card read(Map<String, Object> issue) {
    return IssueText.card(issue, address.label());
  }

  private static String issue(String id) throws KmException {
    if (!NUMBER.matcher(id).matches()) {
      throw new KmException(Problem.NO_SUCH_TASK, "'" + id + "' is no number of an issue");
    }
    return "/issues/" + id;
  }

  private Map<String, Object> there(String id) throws KmException {
    return calls.object(issue(id)).orElseThrow(() -> missing(id));
  }

  private KmException missing(String id) {
    return new KmException(
        Problem.NO_SUCH_TASK, address.display() + " has no issue " + id + " (any more)");
  }

  @Override
  public Card create(NewCard card) throws KmException {
    List<String> labels = new ArrayList<>(shown(card.words().labels()));
    labels.add(address.label());
    labels.add(IssueText.status(card.column()));
    labels.add(IssueText.priority(card.words().priority()));
    card.assignee().ifPresent(agent -> labels.add(IssueText.agent(agent)));
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("title", card.words().name());
    issue.put("body", IssueText.body(card.words().description(), "task", card.key()));
    issue.put("labels", labels);
    login(card.assignee()).ifPresent(login -> issue.put("assignees", List.of(login)));
    Card made = read(calls.write("POST", "/issues", issue).orElseThrow(() -> missing("list")));
    return made;
  }

  /** why not all: a longer one would be refused, and the whole issue with it */
  private static List<String> shown(List<String> labels) {
    return labels.stream().filter(label -> label.length() <= IssueText.LONGEST_LABEL).toList();
  }

  private Optional<String> login(Optional<String> agent) {
    return agent.map(address.logins()::get);
  }

  @Override
  public Card update(String id, CardWords words) throws KmException {
    Map<String, Object> before = there(id);
    Card card = read(before);
    Map<String, Object> change = new LinkedHashMap<>();
    if (!card.words().name().equals(words.name())) {
      change.put("title", words.name());
    }
    if (!card.words().description().equals(words.description())) {
      change.put("body", IssueText.body(words.description(), "task", card.key()));
    }
    Set<String> wanted = new TreeSet<>(shown(words.labels()));
    wanted.add(IssueText.priority(words.priority()));
    relabel(
        id,
        before,
        wanted,
        label -> label.startsWith(IssueText.PRIORITY) || card.words().labels().contains(label));
    return change.isEmpty() ? read(there(id)) : patched(id, change);
  }

  @Override
  public Card adopt(String id, String key) throws KmException {
    Card card = read(there(id));
    Map<String, Object> change =
        Map.of("body", IssueText.body(card.words().description(), "task", key));
    return patched(id, change);
  }

  private Card patched(String id, Map<String, Object> change) throws KmException {
    return read(calls.write("PATCH", issue(id), change).orElseThrow(() -> missing(id)));
  }

  /** why one by one: to write all labels would undo what somebody adds at this moment */
  private void relabel(
      String id,
      Map<String, Object> issue,
      Set<String> wanted,
      java.util.function.Predicate<String> may)
      throws KmException {
    Set<String> has = new TreeSet<>();
    IssueText.labels(issue).forEach(label -> has.add(label.toLowerCase(Locale.ROOT)));
    List<String> missing = wanted.stream().filter(label -> !has.contains(label)).toList();
    if (!missing.isEmpty()) {
      calls.write("POST", issue(id) + "/labels", Map.of("labels", missing));
    }
    for (String label : has) {
      if (!wanted.contains(label) && may.test(label)) {
        calls.delete(issue(id) + "/labels/" + IssueCalls.encoded(label));
      }
    }
  }

  @Override
  public Card assign(String id, Optional<String> assignee) throws KmException {
    Map<String, Object> before = there(id);
    Set<String> wanted = new TreeSet<>();
    assignee.ifPresent(agent -> wanted.add(IssueText.agent(agent).toLowerCase(Locale.ROOT)));
    relabel(id, before, wanted, label -> label.startsWith(IssueText.AGENT));
    Optional<String> wantedLogin = login(assignee);
    Set<String> logins = reader.assignees(before);
    Set<String> gone = new TreeSet<>(logins);
    // why only these: whom people assigned by hand is their matter
    gone.retainAll(address.logins().values());
    wantedLogin.ifPresent(gone::remove);
    if (wantedLogin.isPresent() && !logins.contains(wantedLogin.get())) {
      calls.write(
          "POST", issue(id) + "/assignees", Map.of("assignees", List.of(wantedLogin.get())));
    }
    if (!gone.isEmpty()) {
      calls.write("DELETE", issue(id) + "/assignees", Map.of("assignees", List.copyOf(gone)));
    }
    return read(there(id));
  }

  @Override
  public Card move(String id, TaskState column) throws KmException {
    Map<String, Object> before = there(id);
    Map<String, Object> change = new LinkedHashMap<>();
    // why closed already: whoever called it off wants to see that, and only its holder is to
    // confirm
    if (column.over() || column == TaskState.CANCELLING) {
      String reason = column == TaskState.DONE ? "completed" : "not_planned";
      if (IssueText.isOpen(before) || !reason.equals(before.get("state_reason"))) {
        change.put("state", "closed");
        change.put("state_reason", reason);
      }
    } else if (!IssueText.isOpen(before)) {
      change.put("state", "open");
    }
    if (!change.isEmpty()) {
      patched(id, change);
    }
    relabel(
        id, before, Set.of(IssueText.status(column)), label -> label.startsWith(IssueText.STATUS));
    return read(there(id));
  }

  @Override
  public void comment(String id, Remark remark) throws KmException {
    if (!remark.key().isEmpty() && reader.hasComment(issue(id), remark.key())) {
      return;
    }
    String body = IssueText.body(remark.text(), "event", remark.key());
    calls
        .write("POST", issue(id) + "/comments", Map.of("body", body))
        .orElseThrow(() -> missing(id));
  }

  @Override
  public Standing standing() throws KmException {
    return Standing.of(all());
  }

  @Override
  public void blocked(String id, Report.Blocker blocker) throws KmException {
    move(id, TaskState.BLOCKED);
    comment(id, new Remark("", "Blocked (" + blocker.severity() + "): " + blocker.description()));
  }

  @Override
  public void progress(String id, Report.Progress progress) throws KmException {
    move(id, progress.state());
    String percent = progress.percent().isPresent() ? progress.percent().getAsInt() + " %" : "";
    String text = (percent + " " + progress.message()).strip();
    if (!text.isEmpty()) {
      comment(id, new Remark("", text));
    }
  }

  @Override
  public Optional<Card> find(String key, Instant since) throws KmException {
    return reader.find(key, earlier(since));
  }

  /** why earlier: its clock need not be ours */
  private static String earlier(Instant moment) {
    return moment.minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public Cursor from(Instant moment) {
    return new Cursor(earlier(moment) + " 1 ", "");
  }

  @Override
  public Changes<Card> cards(Cursor after) throws KmException {
    return reader.cards(after);
  }

  @Override
  public Changes<Said> remarks(Cursor after) throws KmException {
    return reader.remarks(after);
  }
}
