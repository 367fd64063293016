@echo off
rem Runs the fisher command from a checkout on Windows; builds it on first use.
rem After changing sources or FISHER_PROFILES, delete target\fisher.cmd.built to build again.
rem Environment: JAVA_HOME (a JDK, 17 or newer), FISHER_JAVA_OPTS, FISHER_PROFILES (Maven profiles to build with, such
rem as nd4j). Exit codes: see README.md; 69 no usable JDK, or Java does not start; 70 the build failed.
setlocal
set "ROOT=%~dp0"
set "JAVA=java"
set "PROFILES=launcher"
if defined FISHER_PROFILES set "PROFILES=launcher,%FISHER_PROFILES%"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1 || (
  echo fisher: no java found; install a JDK, 17 or newer, and set JAVA_HOME to it 1>&2
  exit /b 69
)
rem Java ends with 1 if it does not start, which is to mean that a check disagreed with theory.
"%JAVA%" %FISHER_JAVA_OPTS% -version >nul 2>&1 || (
  echo fisher: Java does not start with FISHER_JAVA_OPTS "%FISHER_JAVA_OPTS%"; correct the options 1>&2
  exit /b 69
)
if exist "%ROOT%target\fisher.cmd.built" goto run
echo fisher: building (first use, about a minute)... 1>&2
if not exist "%ROOT%target" mkdir "%ROOT%target" || (
  echo fisher: cannot write to %ROOT%; make the folder writable and see that the disk has room 1>&2
  exit /b 70
)
pushd "%ROOT%"
call mvn -q -B "-P%PROFILES%" -pl cli -am package > "%ROOT%target\fisher-build.log" 2>&1
if errorlevel 1 (
  popd
  type "%ROOT%target\fisher-build.log" 1>&2
  echo fisher: the build failed; is Maven, 3.8 or newer, installed? 1>&2
  exit /b 70
)
popd
set "LIB=%ROOT%cli\target\launcher"
if not exist "%LIB%\cli.jar" (
  echo fisher: the build left no cli.jar; see %ROOT%target\fisher-build.log 1>&2
  exit /b 70
)
type nul > "%ROOT%target\fisher.cmd.built" || (
  echo fisher: cannot write to %ROOT%target; see that the disk has room 1>&2
  exit /b 70
)
:run
set "LIB=%ROOT%cli\target\launcher"
"%JAVA%" -XX:MaxRAMPercentage=60 -XX:+UseSerialGC -Xms16m -XX:MaxNewSize=64m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15 %FISHER_JAVA_OPTS% -cp "%LIB%\cli.jar;%LIB%\lib\*" io.github.fisherscope.cli.FisherCommand %*
exit /b %ERRORLEVEL%
