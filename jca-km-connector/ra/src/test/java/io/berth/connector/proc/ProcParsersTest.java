package io.berth.connector.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcParsersTest {
  @Test
  void aStatLineIsReadEvenIfTheNameHoldsBlanksAndParentheses() {
    String line =
        "4711 (odd ) name (x) S 1 4700 4699 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 9 0 987654 1 2 3";
    assertThat(ProcStat.parse(line)).contains(new ProcStat(4711, 'S', 4700, 4699, 200, 987654, 2));
  }

  @Test
  void aZombieIsDead() {
    assertThat(new ProcStat(1, 'Z', 1, 1, 0, 0, 0).alive()).isFalse();
    assertThat(new ProcStat(1, 'D', 1, 1, 0, 0, 0).alive()).isTrue();
  }

  @Test
  void whatIsNoStatLineIsNothing() {
    for (String line : List.of("", "x", "1 (a", "1 (a) S 1", "a (b) S 1 2 3", ")(")) {
      assertThat(ProcStat.parse(line)).as(line).isEmpty();
    }
  }

  @Test
  void listeningRowsOfBothFamiliesAreReadAndOthersAreNot() {
    String v4 =
        "   0: 0100007F:1389 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 77";
    assertThat(ListeningSocket.parse(v4))
        .hasValueSatisfying(
            s -> {
              assertThat(s.display()).isEqualTo("127.0.0.1:5001");
              assertThat(s.inode()).isEqualTo(77);
              assertThat(s.loopback()).isTrue();
            });
    String any = v4.replace("0100007F", "00000000");
    assertThat(ListeningSocket.parse(any))
        .hasValueSatisfying(s -> assertThat(s.loopback()).isFalse());
    String v6 = v4.replace("0100007F", "00000000000000000000000001000000");
    assertThat(ListeningSocket.parse(v6))
        .hasValueSatisfying(s -> assertThat(s.loopback()).isTrue());
    String mapped = v4.replace("0100007F", "0000000000000000FFFF00000100007F");
    assertThat(ListeningSocket.parse(mapped))
        .hasValueSatisfying(s -> assertThat(s.loopback()).isTrue());
    assertThat(ListeningSocket.parse(v4.replace(" 0A ", " 01 "))).isEmpty();
    assertThat(ListeningSocket.parse("  sl  local_address rem_address   st")).isEmpty();
  }

  @Test
  void memoryIsReadInBytes() {
    assertThat(Memory.parse(List.of("x", "Rss:     100 kB", "Pss:      40 kB", "Pss_Dirty: 9 kB")))
        .isEqualTo(new Memory(102_400, 40_960));
  }

  @Test
  void aMarkerNeedsAllFourPartsAndAValidProject() {
    Map<String, String> whole =
        Map.of(
            "BERTH_INSTALLATION", "i",
            "BERTH_NODE", "n",
            "BERTH_PROJECT", "alpha",
            "BERTH_GENERATION", "3");
    assertThat(Marker.of(whole)).hasValueSatisfying(m -> assertThat(m.generation()).isEqualTo(3));
    for (String missing : whole.keySet()) {
      Map<String, String> part = new java.util.HashMap<>(whole);
      part.remove(missing);
      assertThat(Marker.of(part)).as("without " + missing).isEmpty();
      part.put(missing, missing.equals("BERTH_PROJECT") ? "../etc" : whole.get(missing));
      part.computeIfPresent("BERTH_GENERATION", (k, v) -> "three");
      assertThat(Marker.of(part)).isEmpty();
    }
  }

  @Test
  void ourOwnProcessIsFoundInTheRealProc() {
    ProcFs proc = new ProcFs();
    long self = ProcessHandle.current().pid();
    ProcStat stat = proc.stat(self).orElseThrow();
    assertThat(proc.runs(new ProcessIdentity(proc.bootId(), self, stat.startTicks()))).isTrue();
    assertThat(proc.runs(new ProcessIdentity(proc.bootId(), self, stat.startTicks() + 1)))
        .isFalse();
    assertThat(proc.runs(new ProcessIdentity("other", self, stat.startTicks()))).isFalse();
    assertThat(proc.running()).extracting(ProcStat::pid).contains(self);
    assertThat(proc.memory(self).pssBytes()).isPositive();
    assertThat(proc.sameUser(self)).isTrue();
  }
}
