package io.berth.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private final Doors plain = new Doors(List.of(), List.of());
  private final Doors named =
      new Doors(List.of("berth.example"), List.of("https://console.example"));

  @Test
  void whoIsNoPageIsLetInUnderAnyNameUnlessNamesAreListed() {
    assertThat(plain.refuses("whatever:8080", null)).isEmpty();
    assertThat(plain.refuses(null, null)).isEmpty();
    assertThat(named.refuses("BERTH.example:443", null)).isEmpty();
    assertThat(named.refuses("10.1.2.3:8080", null)).as("a name cannot lead there").isEmpty();
    assertThat(named.refuses("[::1]:8080", null)).isEmpty();
    assertThat(named.refuses("localhost:8080", null)).isEmpty();
    refused(named, "evil.example:8080", null, 421);
    refused(named, "berth.example.evil", null, 421);
    refused(named, "localhost.evil", null, 421);
    refused(named, "127.0.0.1.evil", null, 421);
  }

  @Test
  void onlyOwnAndListedPagesMayCall() {
    assertThat(plain.refuses("127.0.0.1:8080", "http://127.0.0.1:8080")).isEmpty();
    assertThat(plain.refuses("localhost:8080", "http://LOCALHOST:8080")).isEmpty();
    assertThat(named.refuses("berth.example", "https://berth.example")).isEmpty();
    assertThat(named.refuses("berth.example", "https://console.example")).isEmpty();
    for (String origin :
        List.of(
            "http://evil.example",
            "null",
            "",
            "http://127.0.0.1:8081",
            "http://127.0.0.1",
            "http://127.0.0.1:8080.evil.example",
            "http://127.0.0.1:8080@evil.example",
            "127.0.0.1:8080",
            "://127.0.0.1:8080")) {
      refused(plain, "127.0.0.1:8080", origin, 403);
    }
    refused(named, "berth.example", "https://console.example.evil", 403);
    refused(named, "berth.example", "http://console.example", 403);
  }

  @Test
  void aNameThatWasMadeToLeadHereIsNoOrigin() {
    refused(plain, "evil.example:8080", "http://evil.example:8080", 403);
  }

  @Test
  void onlyListedOriginsAreToldToBrowsers() {
    assertThat(named.isListed("https://console.example")).isTrue();
    assertThat(named.isListed("https://berth.example")).isFalse();
    assertThat(named.isListed(null)).isFalse();
  }

  private static void refused(Doors doors, String host, String origin, int status) {
    assertThat(doors.refuses(host, origin))
        .as(host + " " + origin)
        .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(status));
  }
}
