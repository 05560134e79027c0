import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's process seen from outside: its memory after a collection. */
record ServerView(long pid, String java) {
  /** Of the collector's spaces those that hold objects of the program: not its metaspace. */
  private static final Pattern SPACE =
      Pattern.compile("(?:garbage-first heap|PSYoungGen|ParOldGen)[^\\n]*used (\\d+)K");

  /** KiB of its heap that are alive. */
  long heap() throws IOException, InterruptedException {
    jcmd("GC.run");
    Thread.sleep(1_000);
    jcmd("GC.run");
    String info = jcmd("GC.heap_info");
    Matcher space = SPACE.matcher(info);
    long sum = 0;
    while (space.find()) {
      sum += Long.parseLong(space.group(1));
    }
    if (sum == 0) {
      throw new IOException("no figure in: " + info);
    }
    return sum;
  }

  /** KiB of PSS. */
  long pss() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      if (line.startsWith("Pss:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no PSS of " + pid);
  }

  int threads() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("Threads:")) {
        return Integer.parseInt(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no threads of " + pid);
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Path.of(java).resolveSibling("jcmd").toString(), "" + pid, command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return said;
  }
}
