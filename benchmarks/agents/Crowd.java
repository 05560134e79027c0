import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many agents over WebSocket: {@code java Crowd PORT TOKEN-FILE COUNT PROJECT SERVER-PID SERVER-JAVA
 * SECONDS}. Prints the lines of a table. Everybody uses an operator's token, who may speak for any
 * agent.
 */
final class Crowd implements Agent.Listener {
  private static final int UNDER_WAY = 100;
  private static final Pattern ID = Pattern.compile("\"id\":\"([a-z0-9-]+-\\d+)\"");
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private final InetSocketAddress server;
  private final String token;
  private final String project;
  private final List<Agent> agents = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();
  private final Semaphore handshakes = new Semaphore(UNDER_WAY);
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicLong newest = new AtomicLong();
  private final Map<String, String> strange = new ConcurrentHashMap<>();
  private final Map<Integer, Long> asked = new ConcurrentHashMap<>();
  private final List<Long> claims = new ArrayList<>();
  private final List<Long> reports = new ArrayList<>();
  private final Map<Integer, Long> reported = new ConcurrentHashMap<>();
  private final Map<String, Long> cancelled = new ConcurrentHashMap<>();
  private final List<Long> pushes = new ArrayList<>();
  private final Map<Integer, String> held = new ConcurrentHashMap<>();
  private volatile boolean keep;
  private volatile String said;
  private final AtomicInteger again = new AtomicInteger();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Crowd(int port, String token, int count, String project) {
    this.server = new InetSocketAddress("127.0.0.1", port);
    this.token = token;
    this.project = project;
    for (int i = 0; i < 2; i++) {
      loops.add(new Loop(i));
      loops.get(i).start();
    }
    for (int i = 0; i < count; i++) {
      agents.add(new Agent(i, this));
    }
  }

  public static void main(String[] args) throws Exception {
    Crowd crowd = new Crowd(
            Integer.parseInt(args[0]),
            Files.readString(Path.of(args[1])).strip(),
            Integer.parseInt(args[2]),
            args[3]);
    ServerView view = new ServerView(Long.parseLong(args[4]), args[5]);
    crowd.run(view, Integer.parseInt(args[6]));
  }

  private void run(ServerView view, int seconds) throws Exception {
    int count = agents.size();
    long heap = view.heap();
    long pss = view.pss();
    int threads = view.threads();
    double connect = connectAll(false);
    row("agents connected", count + ", " + perSecond(count, connect) + "/s");
    Thread.sleep(3_000);
    row("heap each, idle", kib(view.heap() - heap, count));
    row("PSS each, idle (the server's, with heap)", kib(view.pss() - pss, count));
    row("threads of the server before, with all", threads + ", " + view.threads());
    row("all ping at once, all answered in", seconds(all("{\"type\":\"ping\"}")));
    row(
        "all register, all answered in",
        seconds(all("{\"type\":\"register\",\"name\":\"c\",\"role\":\"dev\"}")));
    work(seconds);
    row("heap each, after work", kib(view.heap() - heap, count));
    pushes();
    agents.forEach(a -> on(a, a::tear));
    connected.set(0);
    row("reconnect storm: all torn, all connected again in", seconds(connectAll(true)));
    row("told 'overloaded, send it again' while all registered at once", "" + again.get());
    row("errors, connections lost", errors.get() + ", " + lost.get());
    strange.forEach((what, example) -> System.err.println(what + ": " + example));
    if (lost.get() > 0) {
      System.exit(1);
    }
  }

  private double connectAll(boolean resume) throws InterruptedException {
    long begin = System.nanoTime();
    String query = resume ? "?last_seq=" + newest.get() : "";
    for (Agent agent : agents) {
      handshakes.acquire();
      on(
          agent,
          () -> {
            try {
              agent.connect(
                  loop(agent).selector, server, "/ws/agent/" + agent.name + query, token);
            } catch (IOException e) {
              ended(agent, e.toString());
            }
          });
    }
    await(connected, agents.size(), 120);
    return since(begin);
  }

  /** Everybody says it; how long until everybody was answered. */
  private double all(String message) throws InterruptedException {
    answered.set(0);
    said = message;
    long begin = System.nanoTime();
    agents.forEach(agent -> on(agent, () -> agent.say(message)));
    await(answered, agents.size(), 300);
    said = null;
    return since(begin);
  }

  /** Heartbeats of everybody every 15 s; 20 claims and completions a second beside them. */
  private void work(int seconds) throws Exception {
    int rate = 20;
    for (int i = 0; i < seconds * rate; i += 500) {
      makeTasks(Math.min(500, seconds * rate - i));
    }
    long begin = System.nanoTime();
    int count = agents.size();
    long beats = 0;
    for (int i = 0; i < seconds * rate; i++) {
      long due = begin + i * 1_000_000_000L / rate;
      sleepUntil(due);
      Agent agent = agents.get((i * 7) % count);
      on(agent, () -> ask(agent, due));
      for (long until = (long) count * (i + 1) / (15L * rate); beats < until; beats++) {
        Agent next = agents.get((int) (beats % count));
        on(next, () -> next.say("{\"type\":\"heartbeat\"}"));
      }
    }
    Thread.sleep(3_000);
    row("task requests while all are heartbeating: " + rate + "/s, p50, p99, longest", list(claims));
    row("reports of completion then: p50, p99, longest", list(reports));
    row("task requests not answered", "" + asked.size());
  }

  private void ask(Agent agent, long due) {
    asked.put(agent.number, due);
    agent.say("{\"type\":\"request_task\",\"wait\":\"PT0S\",\"project_id\":\"" + project + "\"}");
  }

  /** A hundred hold a task each; the operator calls them off: until they hear it. */
  private void pushes() throws Exception {
    int many = Math.min(100, agents.size());
    keep = true;
    makeTasks(many);
    for (int i = 0; i < many; i++) {
      Agent agent = agents.get(i);
      on(agent, () -> ask(agent, System.nanoTime()));
    }
    for (int i = 0; i < 200 && held.size() < many; i++) {
      Thread.sleep(50);
    }
    for (String task : held.values()) {
      cancelled.put(task, System.nanoTime());
      call("PATCH", "/api/v1/tasks/" + task, "{\"status\":\"cancelled\"}");
    }
    Thread.sleep(3_000);
    row("task called off until its agent hears it: p50, p99, longest", list(pushes));
  }

  private void makeTasks(int count) throws Exception {
    StringBuilder tasks = new StringBuilder();
    for (int i = 0; i < count; i++) {
      tasks.append(i == 0 ? "" : ",").append("{\"name\":\"work\"}");
    }
    call("POST", "/api/v1/tasks", "{\"projectId\":\"" + project + "\",\"tasks\":[" + tasks + "]}");
  }

  private void call(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.body());
    }
  }

  @Override
  public void opened(Agent agent) {
    handshakes.release();
  }

  @Override
  public void heard(Agent agent, String text) {
    long now = System.nanoTime();
    if (text.startsWith("{\"type\":\"connected\"")) {
      Matcher seq = SEQ.matcher(text);
      newest.accumulateAndGet(seq.find() ? Long.parseLong(seq.group(1)) : 0, Math::max);
      connected.incrementAndGet();
    } else if (text.startsWith("{\"type\":\"task_assignment\"")) {
      assigned(agent, text, now);
    } else if (text.startsWith("{\"type\":\"progress_acknowledged\"")) {
      Long begin = reported.remove(agent.number);
      if (begin != null) {
        add(reports, now - begin);
      }
    } else if (text.startsWith("{\"type\":\"task_cancelled\"")) {
      cancelled.forEach(
          (task, at) -> {
            if (text.contains("\"task_id\":\"" + task + "\"")) {
              add(pushes, now - at);
            }
          });
    } else if (text.startsWith("{\"type\":\"error\"") && text.contains("overloaded") && said != null) {
      // why: so it is told to; the server takes as many at once as it can bear
      again.incrementAndGet();
      String message = said;
      later.schedule(
          () -> on(agent, () -> agent.say(message)), 500 + agent.number % 1000, TimeUnit.MILLISECONDS);
    } else if (text.startsWith("{\"type\":\"error\"")) {
      errors.incrementAndGet();
      answered.incrementAndGet();
      strange.putIfAbsent("error", text);
    } else {
      answered.incrementAndGet();
    }
  }

  private void assigned(Agent agent, String text, long now) {
    Long begin = asked.remove(agent.number);
    Matcher task = ID.matcher(text);
    if (begin == null || !task.find()) {
      strange.putIfAbsent("no task", text);
      return;
    }
    add(claims, now - begin);
    if (keep) {
      held.put(agent.number, task.group(1));
    } else {
      reported.put(agent.number, System.nanoTime());
      agent.say(
          "{\"type\":\"report_progress\",\"status\":\"completed\",\"task_id\":\""
              + task.group(1)
              + "\"}");
    }
  }

  @Override
  public void ended(Agent agent, String why) {
    if (!agent.isOpen() && handshakes.availablePermits() < UNDER_WAY) {
      handshakes.release();
    }
    lost.incrementAndGet();
    strange.putIfAbsent("lost", why);
  }

  private static void add(List<Long> figures, long nanos) {
    synchronized (figures) {
      figures.add(nanos);
    }
  }

  private static String list(List<Long> figures) {
    long[] sorted;
    synchronized (figures) {
      sorted = figures.stream().mapToLong(Long::longValue).sorted().toArray();
    }
    return sorted.length == 0
        ? "none"
        : Arrays.stream(new double[] {0.5, 0.99, 1})
                .mapToObj(p -> sorted[Math.max(0, (int) Math.ceil(p * sorted.length) - 1)] / 1e6)
                .map(ms -> String.format("%.1f", ms))
                .reduce((a, b) -> a + ", " + b)
                .orElse("")
            + " ms (" + sorted.length + ")";
  }

  private Loop loop(Agent agent) {
    return loops.get(agent.number % loops.size());
  }

  private void on(Agent agent, Runnable step) {
    loop(agent).execute(step);
  }

  private static void await(AtomicInteger count, int wanted, int seconds)
      throws InterruptedException {
    long until = System.nanoTime() + seconds * 1_000_000_000L;
    while (count.get() < wanted) {
      if (System.nanoTime() > until) {
        System.err.println("only " + count.get() + " of " + wanted + " in " + seconds + " s");
        return;
      }
      Thread.sleep(5);
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = (nanos - System.nanoTime()) / 1_000_000;
    if (left > 0) {
      Thread.sleep(left);
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static String perSecond(int count, double seconds) {
    return String.format("%.0f", count / seconds);
  }

  private static String seconds(double seconds) {
    return String.format("%.1f s", seconds);
  }

  private static String kib(long kib, int count) {
    return String.format("%.1f KiB", (double) kib / count);
  }

  private static void row(String what, String figure) {
    System.out.println("| " + what + " | " + figure + " |");
    System.out.flush();
  }
}
