package network.golem.vm.test.reference;

import java.util.List;

/** Settings of a program as a table. */
public final class SettingsReference {

  private SettingsReference() {}

  /**
   * A setting.
   *
   * @param flag how the command line says it, empty where it does not
   * @param variable how the environment and files say it
   * @param usual what holds when nobody says anything, as text; empty for nothing
   * @param meaning with unit and range
   */
  public record Row(String flag, String variable, String usual, String meaning) {

    public Row {
      if (meaning.isBlank()) {
        throw new IllegalArgumentException(variable + " is not described");
      }
    }
  }

  /** The table. */
  public static String of(List<Row> settings) {
    Table table = new Table("flag", "environment variable", "default", "meaning");
    settings.forEach(setting ->
        table.row(
            Table.code(setting.flag()),
            Table.code(setting.variable()),
            Table.code(setting.usual()),
            setting.meaning().replace("*", "\\*")));
    return table.toString();
  }
}
