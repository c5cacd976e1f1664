package network.golem.vm.server.settings;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

class SettingsTest {

  private static final SettingsForm<Shop> FORM =
      new SettingsForm<>(Shop.class, "GOLEM_SHOP_", "SHOP_");

  @TempDir Path working;
  @TempDir Path data;

  record Shop(
      @Setting("directory of the stock") @DefaultValue("~/.shop") String dataDir,
      @Setting("cakes a day, 1 to 9") @DefaultValue("3") int cakesPerDay,
      @Setting("what is on the sign") String sign) {

    Shop {
      checkRange("cakesPerDay", cakesPerDay, 1, 9);
    }
  }

  @Test
  void defaultsHoldWhereNothingIsSet() {
    Shop shop = read(Map.of(), Map.of()).values();
    assertThat(shop).isEqualTo(new Shop("~/.shop", 3, null));
  }

  @Test
  void flagGoesBeforeEnvironmentBeforeDotEnvBeforeDataDirectory() throws IOException {
    Map<String, String> where = Map.of("--data-dir", data.toString());
    Files.writeString(data.resolve(Settings.FILE_NAME), "SHOP_CAKES_PER_DAY=4\nSHOP_SIGN=data\n");
    assertThat(read(where, Map.of()).values().cakesPerDay()).isEqualTo(4);
    Files.writeString(working.resolve(".env"), "SHOP_CAKES_PER_DAY=5\n");
    assertThat(read(where, Map.of()).values().cakesPerDay()).isEqualTo(5);
    Map<String, String> environment = Map.of("SHOP_CAKES_PER_DAY", "6");
    assertThat(read(where, environment).values().cakesPerDay()).isEqualTo(6);
    Map<String, String> flags = Map.of("--data-dir", data.toString(), "--cakes-per-day", "7");
    assertThat(read(flags, environment).values()).isEqualTo(new Shop(data.toString(), 7, "data"));
  }

  @Test
  void eachEffectiveSettingSaysWhereItCameFrom() throws IOException {
    Files.writeString(working.resolve(".env"), "SHOP_SIGN=Cakes\n");
    assertThat(read(Map.of("--cakes-per-day", "7"), Map.of()).effective())
        .containsExactly(
            new Settings.Effective("GOLEM_SHOP_DATA_DIR", "~/.shop", "default"),
            new Settings.Effective("GOLEM_SHOP_CAKES_PER_DAY", "7", "flag --cakes-per-day"),
            new Settings.Effective("GOLEM_SHOP_SIGN", "Cakes", working.resolve(".env").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SHOP_SIGN=plain|plain",
        "SHOP_SIGN=\"two words\"|two words",
        "SHOP_SIGN='two words'|two words",
        "export SHOP_SIGN=exported|exported",
        "SHOP_SIGN = spaced|spaced",
        "SHOP_SIGN=a=b#c|a=b#c",
        "SHOP_SIGN=said # a comment|said",
        "SHOP_SIGN='not # one' # a comment|not # one",
        "SHOP_SIGN=C:\\new|C:\\new",
      })
  void dotEnvLinesAreReadAsUsual(String line, String value) throws IOException {
    Files.writeString(working.resolve(".env"), "# a comment\n\n" + line + "\n");
    assertThat(read(Map.of(), Map.of()).values().sign()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10|GOLEM_SHOP_CAKES_PER_DAY is 10: must be from 1 to 9 (from environment)",
        "many|GOLEM_SHOP_CAKES_PER_DAY is 'many': must be cakes a day, 1 to 9 (from environment)",
      })
  void badValueIsNamedWithItsRangeAndOrigin(String value, String message) {
    assertThatThrownBy(() -> read(Map.of(), Map.of("SHOP_CAKES_PER_DAY", value)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void emptyNumberIsRefused() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("SHOP_CAKES_PER_DAY", "")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("GOLEM_SHOP_CAKES_PER_DAY");
  }

  @Test
  void misspeltSettingOfOursIsRefused() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("GOLEM_SHOP_SING", "x")))
        .hasMessage(
            "GOLEM_SHOP_SING (from environment) is no setting; run the config command to see all of"
                + " them");
  }

  @Test
  void namesBehindThePrefixThatOthersMayUseAreLeftAlone() {
    assertThat(read(Map.of(), Map.of("SHOP_SING", "x")).values().sign()).isNull();
  }

  /** Prints where its home is. */
  static final class Home {
    static void main(String[] arguments) {
      System.out.println(Settings.expand("~/.shop"));
    }
  }

  @Test
  void homeIsWhereTheEnvironmentSaysAsForShells() throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Home.class.getName());
    program.environment().put("HOME", working.toString());
    try (var said = program.start().inputReader()) {
      assertThat(said.readLine()).isEqualTo(working.resolve(".shop").toString());
    }
  }

  private Settings<Shop> read(Map<String, String> flags, Map<String, String> environment) {
    return Settings.read(FORM, flags, environment, working);
  }
}
