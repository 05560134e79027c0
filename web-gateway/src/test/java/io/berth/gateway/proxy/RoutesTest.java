package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.ProjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  @ParameterizedTest
  @CsvSource({
    "/projects/alpha/km/,,/",
    "/projects/alpha/km/a/b,,/a/b",
    "/projects/alpha/km/a%2Fb,,/a%2Fb",
    "/projects/alpha/km//a,x=1&y=%C3%A9,//a?x=1&y=%C3%A9",
    "/projects/alpha/km/a;p=1/...,q=..,/a;p=1/...?q=..",
    "/projects/alpha/km/%41,,/%41",
  })
  void relaysPathAndQueryAsTheyCame(String path, String query, String target) throws Refusal {
    Route route = Routes.parse(path, query);
    assertThat(route.project()).isEqualTo(new ProjectId("alpha"));
    assertThat(route.wireTarget("/mcp")).isEqualTo(target);
  }

  @Test
  void sendsTheMcpDoorToTheRuntimesEndpoint() throws Refusal {
    assertThat(Routes.parse("/projects/alpha/mcp", null).wireTarget("/rpc")).isEqualTo("/rpc");
    assertThat(Routes.parse("/projects/alpha/mcp", "a=b").wireTarget("/rpc")).isEqualTo("/rpc?a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/projects/alpha/km/..",
        "/projects/alpha/km/a/../b",
        "/projects/alpha/km/./b",
        "/projects/alpha/km/%2e%2E/b",
        "/projects/alpha/km/a%2f..%2fb",
        "/projects/alpha/km/a%5c..%5cb",
        "/projects/alpha/km/..;x/b",
        "/projects/alpha/km/a\\b",
        "/projects/alpha/km/a%",
        "/projects/alpha/km/a%zz",
        "/projects/alpha/km/a%00",
        "/projects/alpha/km/é",
        "/projects/Alpha/km/a",
        "/projects/-alpha/km/a",
        "/projects//km/a",
        "/projects/al%70ha/km/a",
      })
  void refusesWhatAnotherProgramCouldReadDifferently(String path) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> Routes.parse(path, null));
    assertThat(refusal.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/projects/alpha", "/projects/alpha/", "/projects/alpha/km", "/projects/alpha/x"})
  void knowsNoOtherPaths(String path) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> Routes.parse(path, null));
    assertThat(refusal.status()).isEqualTo(404);
  }
}
