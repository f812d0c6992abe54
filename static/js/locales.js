// How charts write dates and numbers, by the language of the page. Ours, for what plotly.js brings along says less.
// Numbers keep Western grouping in all of them: figures say 万, 萬, K and M themselves.
'use strict';

(() => {
  const months = Array.from({ length: 12 }, (_, at) => `${at + 1}月`);
  const clock = { time: '%H:%M:%S', decimal: '.', thousands: ',', grouping: [3], currency: ['¥', ''] };
  const chinese = (week, days) => ({
    ...clock,
    days: [...days].map((day) => `星期${day}`),
    shortDays: [...days].map((day) => `${week}${day}`),
    months,
    shortMonths: months,
    periods: ['上午', '下午'],
    dateTime: '%Y年%-m月%-d日 %A %X',
    year: '%Y年',
    month: '%Y年%-m月',
    dayMonth: '%-m月%-d日',
    dayMonthYear: '%Y年%-m月%-d日',
  });

  const LOCALES = {
    en: {
      name: 'en-US',
      separators: '.,',
      // The day before the month, as everywhere else on the page.
      format: { dayMonth: '%-d %b', dayMonthYear: '%-d %b %Y', date: '%d/%m/%Y' },
      dictionary: {},
    },
    'zh-hans': {
      name: 'zh-CN',
      separators: '.,',
      format: { ...chinese('周', '日一二三四五六'), date: '%Y-%m-%d' },
      dictionary: {
        'Autoscale': '自动缩放',
        'Click to enter Plot title': '点击输入标题',
        'Compare data on hover': '悬停时对比',
        'Double-click on legend to isolate one trace': '双击图例只看这一条',
        'Double-click to zoom back out': '双击还原',
        'Download plot as a PNG': '下载为 PNG',
        'Download plot': '下载图片',
        'Pan': '平移',
        'Reset': '还原',
        'Reset axes': '还原坐标轴',
        'Show closest data on hover': '悬停时显示最近的点',
        'Zoom': '缩放',
        'Zoom in': '放大',
        'Zoom out': '缩小',
        'incoming flow count': '流入数',
        'outgoing flow count': '流出数',
        'new text': '新文本',
        'source:': '来自：',
        'target:': '去向：',
      },
    },
    'zh-hant': {
      name: 'zh-TW',
      separators: '.,',
      format: { ...chinese('週', '日一二三四五六'), date: '%Y/%m/%d' },
      dictionary: {
        'Autoscale': '自動縮放',
        'Click to enter Plot title': '點擊輸入標題',
        'Compare data on hover': '游標停留時比較',
        'Double-click on legend to isolate one trace': '按兩下圖例只看這一條',
        'Double-click to zoom back out': '按兩下還原',
        'Download plot as a PNG': '下載為 PNG',
        'Download plot': '下載圖片',
        'Pan': '平移',
        'Reset': '還原',
        'Reset axes': '還原座標軸',
        'Show closest data on hover': '游標停留時顯示最近的點',
        'Zoom': '縮放',
        'Zoom in': '放大',
        'Zoom out': '縮小',
        'incoming flow count': '流入數',
        'outgoing flow count': '流出數',
        'new text': '新文字',
        'source:': '來自：',
        'target:': '去向：',
      },
    },
  };

  // What `Plotly.react` is told of the language: the configuration, and the layout's separators.
  window.chartLanguage = (lang) => {
    const { name, separators, format, dictionary } = LOCALES[lang.toLowerCase()] ?? LOCALES.en;
    return { config: { locale: name, locales: { [name]: { format, dictionary } } }, separators };
  };
})();
