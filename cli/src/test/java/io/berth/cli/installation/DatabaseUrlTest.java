package io.berth.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.CommandFailure;
import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
  @Test
  void takesAPostgresUrlApart() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://me:p%40ss+word@db.local:6432/berth?ssl=true");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.local:6432/berth?ssl=true");
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).contains("p@ss+word");
  }

  @Test
  void takesAJdbcUrlApart() {
    DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://db/berth?user=me&password=x&ssl=true");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db/berth?ssl=true");
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).contains("x");
  }

  @Test
  void whatTheUrlDoesNotSayComesFromTheOtherVariables() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://db/berth").withDefaults("u", "p");
    assertThat(url.user()).isEqualTo("u");
    assertThat(url.password()).contains("p");
    assertThat(DatabaseUrl.parse("postgresql://db/berth").user()).isEqualTo("berth");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(DatabaseUrl.parse("postgres://me:secret@db/berth").toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> DatabaseUrl.parse("postgres://me:sec ret@db/berth"))
        .isInstanceOf(CommandFailure.class)
        .hasNoCause()
        .hasMessageContaining("percent-encoded")
        .hasMessageNotContaining("sec ret");
    assertThatThrownBy(() -> DatabaseUrl.parse("mysql://me:secret@db/berth"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageNotContaining("secret");
  }
}
