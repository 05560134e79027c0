package io.berth.lifecycle.board;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.lifecycle.testing.MoodyServer;
import io.berth.lifecycle.testing.MoodyServer.Request;
import io.berth.lifecycle.testing.MoodyServer.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that speaks what GitHub speaks of issues, as its documentation says: lists by time and
 * page with tags, times of whole seconds, labels without regard to case. For tests; holds one
 * repository, {@code acme/boat}.
 */
public final class FakeGitHub implements AutoCloseable {
  public static final String TOKEN = "ghp_fakefakefakefakefake";
  private static final String ROOT = "/repos/acme/boat";
  private static final Pattern ISSUE = Pattern.compile("/issues/(\\d+)(/[a-z]+)?(?:/(.+))?");
  private static final int CHANGES_A_SECOND = 3;

  public final MoodyServer server = new MoodyServer(this::answer);
  private final TreeMap<Long, Map<String, Object>> issues = new TreeMap<>();
  private final List<Map<String, Object>> comments = new ArrayList<>();
  private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private long ids = 1_000;
  private int changes;
  private int notModified;
  private int requests;
  private Response refusal;

  /** From now on every request is answered like this; null for as it should be. */
  public synchronized void refuse(Response response) {
    refusal = response;
  }

  public synchronized int requests() {
    return requests;
  }

  public synchronized int notModified() {
    return notModified;
  }

  private synchronized Response answer(Request request) throws IOException {
    requests++;
    if (refusal != null) {
      return refusal;
    }
    if (!("Bearer " + TOKEN).equals(request.head().get("authorization"))) {
      return json(401, Map.of("message", "Bad credentials"));
    }
    String path = request.path();
    if (!path.startsWith(ROOT)) {
      return json(404, Map.of("message", "Not Found"));
    }
    String rest = path.substring(ROOT.length());
    if (rest.isEmpty()) {
      return json(200, Map.of("full_name", "acme/boat"));
    }
    if (rest.equals("/issues")) {
      return request.method().equals("POST") ? create(request) : list(request, issuesOf(request));
    }
    if (rest.equals("/issues/comments")) {
      return list(request, comments.stream());
    }
    Matcher named = ISSUE.matcher(rest);
    if (!named.matches() || !issues.containsKey(Long.parseLong(named.group(1)))) {
      return json(404, Map.of("message", "Not Found"));
    }
    Map<String, Object> issue = issues.get(Long.parseLong(named.group(1)));
    return named.group(2) == null
        ? one(request, issue)
        : part(request, issue, named.group(2), named.group(3));
  }

  private Response create(Request request) throws IOException {
    Map<String, Object> said = JSON.std.mapFrom(request.body());
    Map<String, Object> issue = open(said.get("title").toString(), said.get("body").toString());
    ((List<?>) said.get("labels")).forEach(label -> label(issue, label.toString()));
    assign(issue, said.get("assignees"));
    return json(201, issue);
  }

  private Map<String, Object> open(String title, String body) {
    long number = issues.isEmpty() ? 1 : issues.lastKey() + 1;
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("id", ids++);
    issue.put("number", number);
    issue.put("title", title.strip());
    issue.put("body", body);
    issue.put("state", "open");
    issue.put("labels", new ArrayList<Object>());
    issue.put("assignees", new ArrayList<Object>());
    issue.put("created_at", touch(issue));
    issues.put(number, issue);
    return issue;
  }

  private String touch(Map<String, Object> what) {
    if (++changes % CHANGES_A_SECOND == 0) {
      now = now.plusSeconds(1);
    }
    what.put("updated_at", now.toString());
    return now.toString();
  }

  private Response one(Request request, Map<String, Object> issue) throws IOException {
    if (request.method().equals("PATCH")) {
      Map<String, Object> said = JSON.std.mapFrom(request.body());
      String title = (String) said.getOrDefault("title", issue.get("title"));
      if (title.length() > 256) {
        return json(422, Map.of("message", "title is too long"));
      }
      issue.putAll(said);
      touch(issue);
    }
    return json(200, issue);
  }

  private Response part(Request request, Map<String, Object> issue, String part, String name)
      throws IOException {
    String method = request.method();
    Map<String, Object> said =
        request.body().isEmpty() ? Map.of() : JSON.std.mapFrom(request.body());
    switch (method + " " + part) {
      case "GET /comments" -> {
        return list(request, of(issue));
      }
      case "POST /comments" -> {
        return json(201, comment(issue, said.get("body").toString(), "berth", "OWNER"));
      }
      case "POST /labels" -> ((List<?>) said.get("labels")).forEach(l -> label(issue, l + ""));
      case "DELETE /labels" -> {
        if (!unlabel(issue, java.net.URLDecoder.decode(name, "UTF-8"))) {
          return json(404, Map.of("message", "Label does not exist"));
        }
      }
      case "POST /assignees" -> assign(issue, said.get("assignees"));
      case "DELETE /assignees" ->
          logins(issue).removeIf(a -> ((List<?>) said.get("assignees")).contains(login(a)));
      default -> {
        return json(404, Map.of("message", "Not Found"));
      }
    }
    return part.equals("/labels") ? json(200, issue.get("labels")) : json(201, issue);
  }

  private Stream<Map<String, Object>> of(Map<String, Object> issue) {
    String url = "https://fake" + ROOT + "/issues/" + issue.get("number");
    return comments.stream().filter(comment -> comment.get("issue_url").equals(url));
  }

  private Map<String, Object> comment(
      Map<String, Object> issue, String body, String login, String association) {
    Map<String, Object> comment = new LinkedHashMap<>();
    comment.put("id", ids++);
    comment.put("issue_url", "https://fake" + ROOT + "/issues/" + issue.get("number"));
    comment.put("user", Map.of("login", login));
    comment.put("author_association", association);
    comment.put("body", body);
    comment.put("created_at", touch(comment));
    comments.add(comment);
    touch(issue);
    return comment;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> logins(Map<String, Object> issue) {
    return (List<Object>) issue.get("assignees");
  }

  private static String login(Object assignee) {
    return ((Map<?, ?>) assignee).get("login").toString();
  }

  private void assign(Map<String, Object> issue, Object wanted) {
    if (wanted instanceof List<?> list) {
      list.forEach(login -> logins(issue).add(Map.of("login", login)));
      touch(issue);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> labels(Map<String, Object> issue) {
    return (List<Object>) issue.get("labels");
  }

  private static String name(Object label) {
    return ((Map<?, ?>) label).get("name").toString();
  }

  private void label(Map<String, Object> issue, String label) {
    if (labels(issue).stream().noneMatch(l -> name(l).equalsIgnoreCase(label))) {
      labels(issue).add(Map.of("name", label));
      touch(issue);
    }
  }

  private boolean unlabel(Map<String, Object> issue, String label) {
    boolean had = labels(issue).removeIf(l -> name(l).equalsIgnoreCase(label));
    if (had) {
      touch(issue);
    }
    return had;
  }

  private Stream<Map<String, Object>> issuesOf(Request request) {
    String state = request.query().getOrDefault("state", "open");
    String label = request.query().getOrDefault("labels", "");
    return issues.values().stream()
        .filter(issue -> state.equals("all") || issue.get("state").equals(state))
        .filter(
            issue ->
                label.isEmpty()
                    || labels(issue).stream().anyMatch(l -> name(l).equalsIgnoreCase(label)));
  }

  private Response list(Request request, Stream<Map<String, Object>> all) throws IOException {
    Map<String, String> query = request.query();
    String since = query.getOrDefault("since", "");
    String sort = query.getOrDefault("sort", "created") + "_at";
    Comparator<Map<String, Object>> order = Comparator.comparing(item -> item.get(sort).toString());
    order = order.thenComparing(item -> (Long) item.get("id"));
    if (query
        .getOrDefault("direction", sort.equals("created_at") ? "asc" : "desc")
        .equals("desc")) {
      order = order.reversed();
    }
    int size = Integer.parseInt(query.getOrDefault("per_page", "30"));
    int page = Integer.parseInt(query.getOrDefault("page", "1"));
    List<Map<String, Object>> items =
        all.filter(item -> item.get("updated_at").toString().compareTo(since) >= 0)
            .sorted(order)
            .skip((long) (page - 1) * size)
            .limit(size)
            .toList();
    Response response = json(200, items);
    String tag = "W/\"" + Integer.toHexString(response.body().hashCode()) + "\"";
    if (tag.equals(request.head().get("if-none-match"))) {
      notModified++;
      return new Response(304, Map.of("ETag", tag), "");
    }
    return new Response(200, Map.of("ETag", tag), response.body());
  }

  private static Response json(int status, Object body) throws IOException {
    return new Response(
        status, Map.of("Content-Type", "application/json"), JSON.std.asString(body));
  }

  /** What a person does there. */
  public synchronized void person(long number, String field, Object value) {
    issues.get(number).put(field, value);
    touch(issues.get(number));
  }

  public synchronized void personLabels(long number, List<String> added, List<String> removed) {
    removed.forEach(label -> unlabel(issues.get(number), label));
    added.forEach(label -> label(issues.get(number), label));
  }

  public synchronized void personCloses(long number, String reason) {
    issues.get(number).put("state_reason", reason);
    person(number, "state", "closed");
  }

  public synchronized void says(long number, String login, String association, String text) {
    comment(issues.get(number), text, login, association);
  }

  /** Opens an issue by hand. */
  public synchronized long opens(String title, String body, String... labels) {
    Map<String, Object> issue = open(title, body);
    for (String label : labels) {
      label(issue, label);
    }
    return (Long) issue.get("number");
  }

  public synchronized void takesAway(long number) {
    issues.remove(number);
  }

  public synchronized int size() {
    return issues.size();
  }

  /** One field of an issue. */
  public synchronized String text(long number, String field) {
    return String.valueOf(issues.get(number).get(field));
  }

  public synchronized List<String> labels(long number) {
    return labels(issues.get(number)).stream().map(FakeGitHub::name).sorted().toList();
  }

  public synchronized List<String> assignees(long number) {
    return logins(issues.get(number)).stream().map(FakeGitHub::login).toList();
  }

  /** Bodies of the comments on an issue. */
  public synchronized List<String> comments(long number) {
    return of(issues.get(number)).map(comment -> comment.get("body").toString()).toList();
  }

  /** Numbers of the issues for which this holds. */
  public synchronized List<Long> numbers(Predicate<Map<String, Object>> which) {
    return issues.entrySet().stream()
        .filter(e -> which.test(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All of it as one text: equal before and after means unchanged. */
  public synchronized String everything() {
    return issues + "\n" + comments;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
