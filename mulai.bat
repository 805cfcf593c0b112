@echo off
rem Klik dua kali: menyiapkan SIMI Lab, lalu membuka halaman depannya. / Double click: set up and open.
chcp 65001 >nul
cd /d "%~dp0"
set "PYTHON=python"
where py >nul 2>nul && set "PYTHON=py -3"
%PYTHON% --version >nul 2>nul || (
  echo Python belum terpasang. Pasang Python 3.11 sampai 3.14 dan centang "Add python.exe to PATH".
  echo Python is not installed. Install Python 3.11 to 3.14 and tick "Add python.exe to PATH".
  pause
  exit /b 1
)
if "%~1"=="" (%PYTHON% simi up) else (%PYTHON% simi %*)
if errorlevel 1 pause
