package network.golem.vm.discovery.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.test.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

class PageTest {

  private static final String NAMES = "#providers td:first-child";

  private static RunningDiscovery discovery;
  private static SomeProvider stockholm;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = new Browser();
    discovery =
        RunningDiscovery.with(Map.of("--private-endpoints", "true", "--rate-limit-reads", "0"));
    stockholm = post("Stockholm", "SE", new Capacity(8, 32, 400), "debian-12");
    post("Goteborg", "SE", new Capacity(2, 4, 40), "ubuntu-24.04");
    post("Oslo", "NO", new Capacity(16, 64, 900), "debian-12", "ubuntu-24.04");
    post("somewhere", null, new Capacity(1, 1, 10), "tiny");
  }

  @AfterAll
  static void stop() {
    if (discovery != null) {
      browser.close();
      discovery.close();
    }
  }

  @BeforeEach
  void open() {
    browser.size(1200, 900);
    browser.preferDark(false);
    browser.open(discovery.url("/"));
    awaitNames("Stockholm", "Goteborg", "Oslo", "somewhere");
  }

  private static SomeProvider post(String name, String country, Capacity free, String... images) {
    SomeProvider provider = discovery.provider(name).in(country).with(free).withImages(images);
    assertThat(discovery.post(provider.statement()).status()).isEqualTo(201);
    return provider;
  }

  @Test
  void totalsAndCountriesAreShown() {
    browser.await(
        "totals", () -> browser.texts("#totals dd").equals(List.of("4", "27", "101", "1,350")));
    assertThat(browser.texts("#countries button"))
        .extracting(text -> text.lines().findFirst().orElse(""))
        .containsExactlyInAnyOrder("Sweden (SE)", "Norway (NO)", "not said");
  }

  @Test
  void clickOnAHeaderSorts() {
    browser.click("th[data-sort=cpu] button");
    awaitOrder("Oslo", "Stockholm", "Goteborg", "somewhere");
    assertThat(browser.find("th[data-sort=cpu]").getAttribute("aria-sort")).isEqualTo("descending");
    browser.click("th[data-sort=cpu] button");
    awaitOrder("somewhere", "Goteborg", "Stockholm", "Oslo");
    browser.click("th[data-sort=name] button");
    awaitOrder("Goteborg", "Oslo", "Stockholm", "somewhere");
  }

  @Test
  void filtersSelectAndTheAddressRemembersThem() {
    browser.type("input[name=memory]", "8");
    awaitNames("Stockholm", "Oslo");
    browser.await("a bar for Sweden", () -> !browser.texts("#countries button").isEmpty());
    browser.click("#countries button[data-country=SE]");
    awaitNames("Stockholm");
    String address = browser.address();
    assertThat(address).contains("memory=8").contains("country=SE");
    browser.open(URI.create(address));
    awaitNames("Stockholm");
    browser.click("button[type=reset]");
    awaitNames("Stockholm", "Goteborg", "Oslo", "somewhere");
  }

  @Test
  void badFilterIsExplained() {
    browser.type("input[name=filter]", "colour==red");
    browser.await("an explanation", () -> browser.find("#state").getText().contains("colour"));
  }

  @Test
  void rentingGivesACommandToCopy() {
    browser.type("input[name=cpu]", "4");
    awaitNames("Stockholm", "Oslo");
    browser.click("button[data-provider='" + stockholm.id() + "']");
    assertThat(browser.find("#command").getText())
        .isEqualTo(
            "golem vm create my-vm --provider "
                + stockholm.id()
                + " --cpu 4 --memory 1 --storage 10 --discovery-url "
                + discovery.url(""));
    browser.click("#copy");
    browser.await(
        "it says so", () -> browser.find("#copied").getText().matches("(Copied|Selected).*"));
    browser.press(Keys.ESCAPE);
    assertThat(browser.find("#rent").isDisplayed()).isFalse();
  }

  @Test
  void everythingCanBeReachedByKeyboard() {
    browser.press(Keys.TAB);
    assertThat(browser.focused()).isEqualTo("Skip to the providers");
    browser.press(Keys.ENTER);
    for (int i = 0; i < 20 && !browser.focused().equals("Rent"); i++) {
      browser.press(Keys.TAB);
    }
    browser.press(Keys.ENTER);
    assertThat(browser.find("#rent").isDisplayed()).isTrue();
  }

  @Test
  void phoneShowsEverythingWithoutScrollingSideways() {
    browser.size(500, 800); // no narrower window is made
    assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    assertThat(browser.run("return getComputedStyle(document.querySelector('td')).display"))
        .isEqualTo("flex");
  }

  @Test
  void phoneCanSort() {
    browser.size(500, 800);
    browser.type("select[name=sort]", "most memory", Keys.ENTER);
    awaitOrder("Oslo", "Stockholm", "Goteborg", "somewhere");
    assertThat(browser.find("th[data-sort=memory]").getAttribute("aria-sort"))
        .isEqualTo("descending");
  }

  @Test
  void barsOfCountriesAreToScaleOnAPhoneToo() {
    for (int width : new int[] {1200, 500}) {
      browser.size(width, 800);
      browser.await("a bar for Norway", () -> barWidth("NO") > 100);
      assertThat(barWidth("NO") * 2).isCloseTo(barWidth("SE"), within(2.0));
    }
  }

  private static double barWidth(String country) {
    String bar = "document.querySelector('[data-country=" + country + "] .bar')";
    return ((Number) browser.run("return " + bar + ".getBoundingClientRect().width")).doubleValue();
  }

  @Test
  void darkModeIsDark() {
    String ground = "return getComputedStyle(document.body).backgroundColor";
    assertThat(browser.run(ground)).isEqualTo("rgb(255, 255, 255)");
    browser.preferDark(true);
    assertThat(browser.run(ground)).isEqualTo("rgb(17, 22, 29)");
  }

  @Test
  void nothingBreaksThePolicyForScriptsAndStyles() {
    browser.complaints();
    browser.open(discovery.url("/"));
    awaitNames("Stockholm", "Goteborg", "Oslo", "somewhere");
    assertThat(browser.complaints()).isEmpty();
    assertThat(discovery.get("/").header("Content-Security-Policy"))
        .contains("script-src 'self';")
        .doesNotContain("unsafe");
  }

  @Test
  void apiCanBeTried() {
    browser.complaints();
    browser.open(discovery.url("/docs"));
    browser.await("the operations", () -> browser.texts(".opblock-summary-path").size() >= 6);
    assertThat(browser.texts(".opblock-summary-path")).contains("/api/v1/summary");
    assertThat(browser.complaints()).isEmpty();
  }

  private static void awaitNames(String... names) {
    browser.await(
        "the rows of " + String.join(", ", names),
        () -> {
          List<String> shown = browser.texts(NAMES);
          return shown.size() == names.length && shown.containsAll(List.of(names));
        });
  }

  private static void awaitOrder(String... names) {
    browser.await(
        "the order " + String.join(", ", names), () -> browser.texts(NAMES).equals(List.of(names)));
  }
}
