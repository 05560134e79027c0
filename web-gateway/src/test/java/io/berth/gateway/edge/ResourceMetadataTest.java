package io.berth.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceMetadataTest {
  private static final String MCP = "/projects/alpha/mcp";
  private final ResourceMetadata plain = new ResourceMetadata(Optional.empty(), List.of());

  @Test
  void itIsThereForTheServerAndItsPartsAndNothingElse() {
    for (String part : List.of("", MCP, "/projects/a/km", "/mcp", "/api/v1")) {
      assertThat(ResourceMetadata.isAt(ResourceMetadata.PATH + part)).as(part).isTrue();
    }
    for (String part :
        List.of("/", "x", "/metrics", "/projects/A/mcp", MCP + "/", "/projects/a/../b/mcp")) {
      assertThat(ResourceMetadata.isAt(ResourceMetadata.PATH + part)).as(part).isFalse();
    }
  }

  @Test
  void theResourceIsTheAddressThatTheClientUsed() {
    JsonObject json = json(plain.document("http", "127.0.0.1:8080", ResourceMetadata.PATH + MCP));
    assertThat(json.getString("resource")).isEqualTo("http://127.0.0.1:8080" + MCP);
    assertThat(json.getJsonArray("bearer_methods_supported").getString(0)).isEqualTo("header");
    assertThat(json).doesNotContainKey("authorization_servers");
    assertThat(plain.url("http", "h", MCP)).contains("http://h" + ResourceMetadata.PATH + MCP);
    assertThat(plain.url("http", "h", "/metrics")).contains("http://h" + ResourceMetadata.PATH);
  }

  @Test
  void thePublicAddressGoesBeforeAndIssuersAreNamed() {
    ResourceMetadata known =
        new ResourceMetadata(Optional.of("https://berth.example"), List.of("https://id.example"));
    JsonObject json = json(known.document("http", "evil", ResourceMetadata.PATH));
    assertThat(json.getString("resource")).isEqualTo("https://berth.example");
    assertThat(json.getJsonArray("authorization_servers").getString(0))
        .isEqualTo("https://id.example");
  }

  @Test
  void aHostThatCannotBeOneIsNotRepeated() {
    assertThat(plain.url("http", "a\"b", MCP)).isEmpty();
    assertThat(plain.url("http", null, MCP)).isEmpty();
    assertThat(plain.document("http", "a b", ResourceMetadata.PATH)).isEmpty();
  }

  private static JsonObject json(Optional<String> document) {
    return Json.createReader(new StringReader(document.orElseThrow())).readObject();
  }
}
