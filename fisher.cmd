@echo off
rem Runs the fisher command from a checkout on Windows; builds it on first use.
rem After changing sources or FISHER_PROFILES, delete target\fisher.cmd.built to build again.
rem Environment: JAVA_HOME (a JDK, 17 or newer), FISHER_JAVA_OPTS, FISHER_PROFILES (Maven profiles to build with, such
rem as nd4j). Exit codes: see README.md; 69 no usable JDK or Maven, Java does not start, or another build is not at its
rem end; 70 the build failed, could not be written, or does not start. Never 1 from here: 1 is a result.
rem No block in brackets holds a path: a bracket inside it, as in C:\Program Files (x86), would end the block.
setlocal
set "ROOT=%~dp0"
set "LIB=%ROOT%cli\target\launcher"
set "BUILT=%ROOT%target\fisher.cmd.built"
set "LOCK=%ROOT%target\fisher.cmd.building"
set "LOG=%ROOT%target\fisher-build.log"
set "HEAP=-XX:MaxRAMPercentage=60 -XX:+UseSerialGC -Xms16m -XX:MaxNewSize=64m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15"
set "MAIN=io.github.fisherscope.cli.FisherCommand"
set "INSTALL=install a JDK, 17 or newer, and set JAVA_HOME to it"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
rem Of a Java that is not there, cmd itself would make the exit code 3 or 9009, and 3 is a result.
if defined JAVA_HOME if not exist "%JAVA%.exe" goto nojava
if not defined JAVA_HOME where java >nul 2>&1
if not defined JAVA_HOME if not "%ERRORLEVEL%"=="0" goto nojava
if exist "%BUILT%" goto run

"%JAVA%" -version >nul 2>&1
if not "%ERRORLEVEL%"=="0" goto nojava
if not defined JAVA_HOME goto compiler
if not exist "%JAVA_HOME%\bin\javac.exe" goto nocompiler
:compiler
where mvn >nul 2>&1
if not "%ERRORLEVEL%"=="0" goto nomaven
if exist "%ROOT%target" goto lock
mkdir "%ROOT%target" 2>nul
if not exist "%ROOT%target" goto unwritable
:lock
rem Of two that begin at once, one makes the folder. It stays behind where a build is cut off.
if exist "%LOCK%" goto locked
mkdir "%LOCK%" 2>nul
if "%ERRORLEVEL%"=="0" goto build
if exist "%LOCK%" goto locked
goto unwritable
:build
echo fisher: building (first use, about a minute)... 1>&2
set "PROFILES=launcher"
if defined FISHER_PROFILES set "PROFILES=launcher,%FISHER_PROFILES%"
pushd "%ROOT%"
call mvn -q -B "-P%PROFILES%" -pl cli -am package <nul >"%LOG%" 2>&1
set "CODE=%ERRORLEVEL%"
popd
rmdir "%LOCK%" 2>nul
if not "%CODE%"=="0" goto failed
if not exist "%LIB%\cli.jar" goto nojar
type nul >"%BUILT%" 2>nul
if not exist "%BUILT%" goto unwritable

:run
"%JAVA%" %HEAP% %FISHER_JAVA_OPTS% -cp "%LIB%\cli.jar;%LIB%\lib\*" %MAIN% %*
set "CODE=%ERRORLEVEL%"
if not "%CODE%"=="1" exit /b %CODE%
rem A result, or a Java that did not start and says 1 then too: what is run next tells which.
"%JAVA%" %HEAP% %FISHER_JAVA_OPTS% -cp "%LIB%\cli.jar;%LIB%\lib\*" %MAIN% --version >nul 2>&1
if "%ERRORLEVEL%"=="0" exit /b 1
"%JAVA%" -version >nul 2>&1
if not "%ERRORLEVEL%"=="0" goto nojava
"%JAVA%" %HEAP% %FISHER_JAVA_OPTS% -version >nul 2>&1
if not "%ERRORLEVEL%"=="0" goto badoptions
echo fisher: what was built does not start; if Java is older than 17, %INSTALL%, or else remove "%BUILT%", and the next call builds it again 1>&2
exit /b 70

:nojava
if not defined JAVA_HOME echo fisher: no java found; %INSTALL% 1>&2
if defined JAVA_HOME echo fisher: "%JAVA_HOME%", which is JAVA_HOME, has no bin\java that starts; %INSTALL% 1>&2
exit /b 69
:nocompiler
echo fisher: "%JAVA_HOME%", which is JAVA_HOME, has no compiler: it is a JRE; %INSTALL% 1>&2
exit /b 69
:nomaven
echo fisher: no mvn found; install Maven, 3.8 or newer, and put its folder bin on the PATH 1>&2
exit /b 69
:badoptions
echo fisher: Java does not start with FISHER_JAVA_OPTS, or not in the memory that it may use; correct the options: %FISHER_JAVA_OPTS% 1>&2
exit /b 69
:locked
echo fisher: another fisher is building here, or one was cut off; wait for it, or remove "%LOCK%" if there is none 1>&2
exit /b 69
:failed
type "%LOG%" 1>&2
echo fisher: the build failed (mvn exit code %CODE%); it needs a JDK, 17 or newer, and Maven, 3.8 or newer; the log is in "%LOG%" 1>&2
exit /b 70
:nojar
echo fisher: the build left no cli.jar; see "%LOG%" 1>&2
exit /b 70
:unwritable
echo fisher: cannot write to "%ROOT%target"; make the folder writable and see that the disk has room 1>&2
exit /b 70
