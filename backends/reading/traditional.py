"""Traditional Chinese characters of emotion words, read as the simplified ones of our word lists.

The pairs cover every character that our lists of emotion words hold; other characters stay as they
are, so this is no converter for texts.
"""

from __future__ import annotations

_PAIRS = (
    "專专 丟丢 嚴严 喪丧 為为 爲为 義义 樂乐 亂乱 於于 親亲 從从 倉仓 價价 傷伤 體体 關关 "
    "興兴 內内 決决 淒凄 悽凄 擊击 創创 別别 動动 勵励 勞劳 勢势 單单 厲厉 壓压 厭厌 發发 "
    "敘叙 敍叙 嘆叹 歎叹 後后 嚇吓 啟启 啓启 嘔呕 堅坚 備备 復复 複复 頭头 誇夸 奮奋 獎奖 "
    "寧宁 實实 寬宽 對对 尷尴 盡尽 儘尽 帶带 莊庄 慶庆 應应 開开 異异 棄弃 張张 強强 憶忆 "
    "憂忧 懷怀 悵怅 憐怜 戀恋 懇恳 惡恶 噁恶 慟恸 惱恼 悅悦 憫悯 驚惊 懼惧 慘惨 憊惫 愜惬 "
    "慚惭 憤愤 願愿 懣懑 懶懒 戲戏 戰战 揚扬 擾扰 撫抚 拋抛 護护 報报 擔担 掛挂 摯挚 敵敌 "
    "斂敛 鬥斗 斷断 無无 舊旧 顯显 鬆松 極极 歡欢 慾欲 氣气 洩泄 淚泪 潑泼 塗涂 漲涨 澀涩 "
    "溫温 潰溃 滿满 滅灭 煩烦 熱热 愛爱 牽牵 猶犹 獨独 著着 確确 禮礼 離离 積积 稱称 穩稳 "
    "緊紧 糾纠 紅红 納纳 結结 絕绝 緒绪 繃绷 緩缓 羨羡 恥耻 聰聪 肅肃 脅胁 膽胆 勝胜 脫脱 "
    "臉脸 膩腻 靦腼 騰腾 藹蔼 慮虑 虛虚 釁衅 觀观 視视 覺觉 觸触 認认 譏讥 討讨 訓训 訝讶 "
    "論论 諷讽 評评 識识 詼诙 誠诚 詢询 詳详 詫诧 語语 誤误 調调 諒谅 諧谐 謂谓 謝谢 謙谦 "
    "謹谨 譴谴 負负 責责 敗败 質质 貶贬 貫贯 貼贴 費费 賀贺 賞赏 賴赖 贊赞 讚赞 躊踌 軟软 "
    "輕轻 過过 運运 進进 遠远 遲迟 適适 遺遗 鬱郁 鄭郑 採采 釋释 裡里 裏里 欽钦 鋪铺 鎮镇 "
    "閃闪 問问 閒闲 閑闲 悶闷 鬧闹 陰阴 陳陈 隨随 難难 靜静 韌韧 順顺 頑顽 顧顾 頓顿 領领 "
    "頹颓 風风 餒馁 罵骂 驕骄 駭骇 騙骗 騷骚 魯鲁 幹干 沒没 沈沉 喫吃"
)

SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
"""Traditional character → the simplified one, as `str.translate` takes it."""


def simplified(text: str) -> str:
    """`text` with the characters of emotion words in their simplified form: 高興 → 高兴."""
    return text.translate(SIMPLIFIED)
