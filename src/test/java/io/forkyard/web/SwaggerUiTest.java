package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * What a person does first: open the page, press "Try it out", press "Execute", read the result.
 */
class SwaggerUiTest extends ServiceTest {

  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final File BROWSER = new File("/usr/bin/chromium");
  private static final Path SCREENSHOT = Path.of("target", "swagger-ui.png");

  @TempDir private Path profile;
  private ChromeDriver browser;

  @BeforeEach
  void openBrowser() {
    assumeTrue(
        DRIVER.canExecute() || "true".equals(System.getenv("CI")),
        "There is no " + DRIVER + ": install chromium and chromium-driver to run this test");
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options());
  }

  private ChromeOptions options() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    return options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,2400",
        "--user-data-dir=" + profile);
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.quit();
    }
  }

  @Test
  void theFirstExampleRunsAtThePressOfAButton(@LocalServerPort int port) throws Exception {
    browser.get("http://127.0.0.1:" + port + "/swagger-ui.html");
    click("#operations-Jobs-submitJob .opblock-summary-control");
    click("#operations-Jobs-submitJob .try-out__btn");
    click("#operations-Jobs-submitJob .execute");
    By answer = By.cssSelector("#operations-Jobs-submitJob .live-responses-table .highlight-code");
    waiting().until(ExpectedConditions.textToBePresentInElementLocated(answer, "SUCCEEDED"));
    Files.write(SCREENSHOT, browser.getScreenshotAs(OutputType.BYTES));
    assertThat(browser.findElement(answer).getText()).contains("\"result\": 78498");
    assertThat(complaints()).isEmpty();
  }

  private void click(String selector) {
    waiting().until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector))).click();
  }

  private WebDriverWait waiting() {
    return new WebDriverWait(browser, Duration.ofSeconds(60));
  }

  private Iterable<LogEntry> complaints() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .toList();
  }
}
