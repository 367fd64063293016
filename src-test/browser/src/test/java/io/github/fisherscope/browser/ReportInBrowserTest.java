package io.github.fisherscope.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.cli.FisherCommand;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.ResultFile;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Opens reports from {@code file:} in headless Chromium, the one of Debian unless the system properties
 * {@code chromium} and {@code chromedriver} name others. Without a browser these tests fail; they never skip.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final Duration SLOW = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");

    private final Path folder;
    private final ChromeDriver browser;
    private final SpectrumResult result;

    ReportInBrowserTest(@TempDir Path folder) {
        this.folder = folder;
        fisher("spectrum", "--title", HOSTILE, "--networks", "3", "--seed", "5", "--out", at("a"));
        fisher("spectrum", "--title", "other", "--networks", "2", "--weight-variance", "2", "--out", at("b"));
        fisher("spectrum", "--method", "quadrature", "--activation", "relu", "--out", at("density"));
        fisher("report", at("a"), at("b"), "--out", at("compare"));
        fisher("sweep", "--width", "20,40,60", "--networks", "3", "--samples", "10", "--out", at("sweep"));
        result = ResultFile.read(folder.resolve("a"));
        browser = new ChromeDriver(service(), options());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private static void fisher(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        if (args[0].equals("spectrum")) {
            all.addAll(List.of("--widths", "60,60,60,3", "--samples", "20"));
        }
        StringWriter err = new StringWriter();
        int code = FisherCommand.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), all.toArray(new String[0]));
        assertThat(code).as(err.toString()).isZero();
    }

    private static ChromeDriverService service() {
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver", "/usr/bin/chromedriver"))
                .build();
    }

    private static File program(String property, String debian) {
        File file = new File(System.getProperty(property, debian));
        assertThat(file)
                .as("%s; on Debian: apt-get install chromium chromium-driver", property)
                .isFile();
        return file;
    }

    private static ChromeOptions options() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "/usr/bin/chromium"));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,900");
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    @BeforeAll
    void waitsForSlowMachines() {
        browser.manage().timeouts().pageLoadTimeout(SLOW);
    }

    @AfterAll
    void closes() {
        browser.quit();
    }

    @BeforeEach
    void opensTheReport() {
        open("a/report.html");
    }

    /** Opens a page and waits until its scripts have run; the driver may return as soon as the address is taken. */
    private void open(String page) {
        String address = folder.resolve(page).toUri().toString();
        browser.get(address);
        new WebDriverWait(browser, SLOW)
                .withMessage(() -> "the browser is still at " + browser.getCurrentUrl())
                .until(b -> Boolean.TRUE.equals(browser.executeScript(
                        "return location.href === arguments[0] && document.readyState === 'complete'", address)));
    }

    @Test
    void opensWithoutAConsoleMessageAndSendsNoRequest() {
        entries(LogType.PERFORMANCE);
        entries(LogType.BROWSER);
        open("a/report.html");
        open("density/report.html"); // with an estimated density and an upright edge of chaos
        open("sweep/index.html");
        open("compare/compare.html");

        assertThat(entries(LogType.BROWSER)).isEmpty();
        List<String> urls = entries(LogType.PERFORMANCE).stream()
                .filter(m -> m.contains("Network.requestWillBeSent"))
                .flatMap(m -> URL.matcher(m).results().map(u -> u.group(1)))
                .filter(u -> !u.startsWith("data:") && !u.startsWith("blob:"))
                .distinct()
                .toList();
        assertThat(urls)
                .isNotEmpty() // the pages themselves: the log works
                .allMatch(u -> u.startsWith("file:") && u.endsWith(".html"));
    }

    private List<String> entries(String log) {
        return StreamSupport.stream(browser.manage().logs().get(log).spliterator(), false)
                .map(LogEntry::getMessage)
                .toList();
    }

    @Test
    void showsAHostileTitleAsText() {
        assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo(HOSTILE);
        assertThat(browser.getTitle()).isEqualTo(HOSTILE);
        open("compare/compare.html");
        assertThat(browser.findElement(By.id("settings")).getText()).contains(HOSTILE);
    }

    @Test
    void drawsEveryFigure() {
        assertThat(browser.findElements(By.tagName("figure"))).hasSizeGreaterThanOrEqualTo(5);
        assertThat(browser.findElements(By.cssSelector("figure canvas")))
                .hasSameSizeAs(browser.findElements(By.tagName("figure")));
        for (String page : List.of("density/report.html", "sweep/index.html")) {
            open(page);
            assertThat(browser.findElements(By.cssSelector("figure canvas")))
                    .hasSameSizeAs(browser.findElements(By.tagName("figure")));
        }
        open("compare/compare.html");
        assertThat(browser.findElements(By.cssSelector("figure canvas"))).hasSize(3);
    }

    @Test
    void keysReadTheNumbersOfTheResult() {
        WebElement chart = browser.findElement(By.cssSelector("#scree-plot .chart"));
        RealVector eigenvalues = result.spectrum().eigenvalues();
        chart.sendKeys(Keys.HOME);
        assertThat(spoken("scree-plot", "measured")).isEqualTo(eigenvalues.get(0));
        assertThat(eigenvalues.get(0)).isEqualTo(result.spectrum().max());
        chart.sendKeys(Keys.ARROW_RIGHT);
        assertThat(spoken("scree-plot", "measured")).isEqualTo(eigenvalues.get(1));

        WebElement ratios = browser.findElement(By.cssSelector("#measured-vs-predicted .chart"));
        ratios.sendKeys(Keys.HOME);
        ComparisonRow first = result.comparison().stream()
                .filter(r -> r.ratio() != null)
                .findFirst()
                .orElseThrow();
        String live = live("measured-vs-predicted");
        assertThat(live).contains(Objects.requireNonNull(first.ratio()).toString());
    }

    private double spoken(String figure, String series) {
        Matcher value =
                Pattern.compile(Pattern.quote(series) + ": ([-+0-9.e]+)").matcher(live(figure));
        assertThat(value.find()).as(live(figure)).isTrue();
        return Double.parseDouble(value.group(1));
    }

    private String live(String figure) {
        return browser.findElement(By.cssSelector("#" + figure + " .live")).getText();
    }

    @Test
    void hoveringReadsTheNumbersOfTheResult() {
        WebElement over = browser.findElement(By.cssSelector("#scree-plot .u-over"));
        new Actions(browser).scrollToElement(over).moveToElement(over, 20, 0).perform();
        List<String> shown = browser.findElements(By.cssSelector("#scree-plot .u-legend .u-value")).stream()
                .map(WebElement::getText)
                .toList();
        Matcher value = Pattern.compile("([-+0-9.e]+) at (\\d+)").matcher(shown.get(1));
        assertThat(value.matches()).as(shown.toString()).isTrue();
        int rank = Integer.parseInt(value.group(2));
        assertThat(Double.parseDouble(value.group(1)))
                .isEqualTo(result.spectrum().eigenvalues().get(rank - 1));
    }

    @Test
    void axesSwitchBetweenLogarithmicAndLinear() {
        WebElement toggle =
                browser.findElement(By.xpath("//figure[@id='scree-plot']//button[normalize-space()='logarithmic y']"));
        Object before = picture();
        assertThat(toggle.getAttribute("aria-pressed")).isEqualTo("true");
        click(toggle);
        assertThat(toggle.getAttribute("aria-pressed")).isEqualTo("false");
        assertThat(picture()).isNotEqualTo(before);
        click(toggle);
        assertThat(picture()).isEqualTo(before);
    }

    private void click(WebElement element) {
        new Actions(browser).scrollToElement(element).perform();
        element.click();
    }

    private Object picture() {
        return Objects.requireNonNull(browser.executeAsyncScript("const done = arguments[0];"
                + "requestAnimationFrame(() => setTimeout(() =>"
                + " done(document.querySelector('#scree-plot canvas').toDataURL()), 50));"));
    }

    @Test
    void darkAndLightDiffer() throws IOException {
        String light = background();
        shot("light.png");
        click(browser.findElement(By.id("theme")));
        assertThat(background()).isNotEqualTo(light);
        shot("dark.png");
    }

    private String background() {
        return browser.findElement(By.tagName("body")).getCssValue("background-color");
    }

    @Test
    void printsAsPdf() throws IOException {
        byte[] pdf =
                Base64.getMimeDecoder().decode(browser.print(new PrintOptions()).getContent());
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(pdf).hasSizeBetween(50_000, 5_000_000); // with its pictures, and mailable
        Files.write(pictures().resolve("report.pdf"), pdf);
        open("compare/compare.html");
        shot("compare.png");
    }

    /** What a person should look at now and then lies in target/screenshots. */
    private void shot(String name) throws IOException {
        Files.write(pictures().resolve(name), browser.getScreenshotAs(OutputType.BYTES));
    }

    private static Path pictures() throws IOException {
        return Files.createDirectories(Path.of("target", "screenshots"));
    }
}
